import type { Place } from "../../facts/place.js";
import type { Fix } from "../finding.js";
import { bySchemeCode } from "./client-url.js";
import type { AbsoluteDial } from "./dials.js";
import { followsPage } from "./provenance.js";
import { rewriteRange } from "./written.js";

/** Following the page's scheme keeps http pages as they are; TLS at a named host is not proven. */
export function schemeRepair(dial: AbsoluteDial, at: Place): readonly Fix[] {
	if (!followsPage(dial.address.host)) {
		const { length, flat } = dial.address.scheme;
		const scheme = `${flat}s`;
		const secure = rewriteRange(dial.url, { start: 0, end: length }, scheme);
		return secure
			? [
					{
						title: `Use ${scheme}://`,
						safety: "suggest",
						prefer: "absolute-url",
						intents: [secure],
					},
				]
			: [];
	}
	const [scheme] = dial.url.segments;
	if (
		scheme?.origin.kind !== "literal" ||
		!/^ws(:|:\/\/)?$/.test(scheme.text ?? "")
	)
		return [];
	const plain = scheme.text ?? "";
	const code = bySchemeCode(dial.app, plain.replace("ws", "wss"), plain);
	return [
		{
			title: "Take the scheme from the page",
			safety: "safe",
			intents: [
				{
					do: "replace-expression",
					at,
					code,
				},
			],
		},
	];
}
