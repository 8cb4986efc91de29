import type { Flaw } from "../../graph/address.js";
import type { Text } from "../../value/text.js";
import type { Fix, Intent, Safety } from "../finding.js";
import { rewriteRange } from "./written.js";

/** A repair where the text leaves one reading. */
export function repairFlaw(url: Text, flaw: Flaw): readonly Fix[] {
	const text = url.flat;
	const put = (start: number, end: number, by: string) =>
		rewriteRange(url, { start, end }, by);
	switch (flaw.code) {
		case "missing-scheme":
			return fix("Put ws:// in front", put(0, 0, "ws://"));
		case "stray-quote":
			return fix(
				"Remove the quote",
				put(0, text.length, text.replace(/["'`]/g, "")),
			);
		case "whitespace":
			return text.trim() !== text && !/\s/.test(text.trim())
				? fix("Remove the white space", put(0, text.length, text.trim()))
				: [];
		case "fragment":
			return text.endsWith("#")
				? fix("Remove the #", put(text.length - 1, text.length, ""))
				: [];
		case "double-scheme": {
			const outer = /^[a-z]+:\/\/(?=wss?:\/\/)/i.exec(text);
			return outer
				? fix("Drop the outer scheme", put(0, outer[0].length, ""), "unsafe")
				: [];
		}
		case "unspecified-host": {
			const host = text.indexOf("0.0.0.0");
			return fix(
				"Dial localhost",
				put(host, host + "0.0.0.0".length, "localhost"),
				"unsafe",
			);
		}
		default:
			return [];
	}
}

function fix(
	title: string,
	intent: Intent | undefined,
	safety: Safety = "safe",
): readonly Fix[] {
	return intent ? [{ title, safety, intents: [intent] }] : [];
}
