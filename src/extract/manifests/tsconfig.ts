import type { TsConfig, Unreadable } from "../../facts/index.js";
import { nestsTooDeeply, TOO_DEEP } from "../../facts/nesting.js";
import {
	memberOf,
	membersOf,
	parseJsonObject,
	stringOf,
	stringsOf,
} from "./json.js";

/** tsconfig.json or jsconfig.json, comments and trailing commas allowed. Never throws. */
export function extractTsConfig(text: string): TsConfig | Unreadable {
	if (nestsTooDeeply(text)) return TOO_DEEP;
	const json = parseJsonObject(text);
	if (!json) return { kind: "unreadable", reason: "is not a JSON object" };
	const { root, ...malformed } = json;
	const options = memberOf(root, "compilerOptions");
	const baseUrl = stringOf(memberOf(options, "baseUrl"));
	return {
		kind: "tsconfig",
		extends: stringsOf(memberOf(root, "extends")),
		...(baseUrl === undefined ? {} : { baseUrl }),
		paths: Object.fromEntries(
			membersOf(memberOf(options, "paths")).map(({ key, value }) => [
				key,
				stringsOf(value),
			]),
		),
		...malformed,
	};
}
