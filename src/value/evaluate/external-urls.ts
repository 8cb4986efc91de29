import type { Place } from "../../facts/place.js";
import type { Text } from "../text.js";
import type { UrlParts, Value } from "../value.js";
import { just, product, scalar, textValue, unknown } from "./alternatives.js";
import { hole, toText } from "./conversion.js";
import type { ExternalCall as Call } from "./external-call.js";
import { openParts, partsOf, resolveUrl } from "./url-parts.js";

/** `new URL(input, base)`. */
export const url: Call = (machine, { args }, made) => {
	const [input, base] = args;
	if (!input) return undefined;
	return product(
		[
			machine.force(input),
			base ? machine.force(base) : scalar(undefined, made.site),
		],
		([a, b]) => {
			if (!a || !b) return unknown("URL without input", made.site);
			if (a.v === "url") return just({ ...a, at: made.site });
			const input = toText(machine, a);
			const parts =
				resolveUrl(input, partsOf(b), made.site) ??
				(b.v === "scalar" ? openUrl(input, made.site) : undefined);
			return parts
				? just({ v: "url", parts, at: made.site })
				: unknown(whyNoUrl(input, b), made.site);
		},
	);
};

/** A URL that comes at run time. */
function openUrl(input: Text, at: Place): UrlParts | undefined {
	const [start, ...more] = input.segments;
	return start?.hole?.kind === "runtime" && more.length === 0
		? openParts(start.hole.reason, at)
		: undefined;
}

function whyNoUrl(input: Text, base: Value): string {
	const [start] = input.segments;
	if (start?.hole) return start.hole.reason;
	return base.v === "scalar" && input.known
		? "new URL() throws here: no scheme and no base"
		: "the base of the URL is not known";
}

/** `new URLSearchParams(…)`. */
export const search: Call = (_machine, _given, made) =>
	just(textValue(hole("query", "the query is built at run time", made.site)));
