import type * as z from "zod";
import { Lines } from "../engine/lines.js";
import { nearest } from "../engine/nearest.js";
import type { Span } from "../facts/place.js";
import { ConfigError, type Problem } from "./config-error.js";
import type { Located, Path } from "./located.js";
import { type Config, configSchema } from "./schema.js";

/**
 * Checks data against the schema. Throws `ConfigError` with one problem per
 * wrong key, each naming the key and its line, and what was probably meant.
 */
export function checkConfig(
	located: Located,
	text: string,
	ruleIds: readonly string[],
): Config {
	const lines = new Lines(text);
	const problem = (at: Span, message: string): Problem => ({
		where: `${located.file}:${lines.lineOf(at[0])}:${lines.columnOf(at[0])}`,
		message,
	});
	const parsed = configSchema.safeParse(located.value);
	const problems = parsed.success
		? []
		: parsed.error.issues.flatMap((issue) =>
				sayIssue(issue, located, (at, message) => problem(at, message)),
			);
	for (const rule of unknownRules(located.value, ruleIds)) {
		const meant = nearest(rule, ruleIds);
		problems.push(
			problem(
				located.keyAt(["rules", rule]),
				`\`rules\` names \`${rule}\`, which is no rule${meant ? `; did you mean \`${meant}\`?` : "; `wslint rules` lists them"}`,
			),
		);
	}
	if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
	return parsed.data;
}

type Say = (at: Span, message: string) => Problem;

function sayIssue(
	issue: z.core.$ZodIssue,
	located: Located,
	say: Say,
): Problem[] {
	const path = issue.path.map((p) => (typeof p === "symbol" ? String(p) : p));
	if (issue.code === "unrecognized_keys")
		return issue.keys.map((key) =>
			say(located.keyAt([...path, key]), sayUnknownKey(key, path)),
		);
	if (path[0] === "rules" && path.length >= 2)
		return [say(located.valueAt(path), sayRuleLevel(String(path[1])))];
	const subject =
		path.length === 0 ? "the configuration" : `\`${named(path)}\``;
	const message =
		issue.code === "invalid_type"
			? `must be of type ${issue.expected}`
			: lowered(issue.message);
	return [say(located.valueAt(path), `${subject}: ${message}`)];
}

function sayUnknownKey(key: string, path: Path): string {
	const meant = nearest(key, keysAt(path));
	const where = path.length === 0 ? "" : ` in \`${named(path)}\``;
	return `\`${key}\` is no key${where}; ${
		meant ? `did you mean \`${meant}\`?` : `known: ${keysAt(path).join(", ")}`
	}`;
}

function sayRuleLevel(rule: string): string {
	return `\`rules.${rule}\` must be "off", "info", "warning" or "error"; no rule takes options`;
}

function keysAt(path: Path): string[] {
	let schema: unknown = configSchema;
	for (const key of path) schema = shapeOf(schema)[String(key)];
	return Object.keys(shapeOf(schema)).filter((key) => key !== "$schema");
}

function shapeOf(schema: unknown): Record<string, unknown> {
	const inner = schema as {
		readonly shape?: Record<string, unknown>;
		readonly def?: { readonly innerType?: unknown };
	};
	if (inner.shape) return inner.shape;
	return inner.def?.innerType ? shapeOf(inner.def.innerType) : {};
}

function unknownRules(value: unknown, ruleIds: readonly string[]): string[] {
	if (typeof value !== "object" || value === null) return [];
	const rules = (value as { readonly rules?: unknown }).rules;
	if (typeof rules !== "object" || rules === null || Array.isArray(rules))
		return [];
	return Object.keys(rules).filter((id) => !ruleIds.includes(id));
}

function named(path: Path): string {
	return path
		.map((part, i) =>
			typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`,
		)
		.join("");
}

function lowered(message: string): string {
	return message.charAt(0).toLowerCase() + message.slice(1);
}
