import type { Place } from "../../facts/place.js";
import { chain, placeOf } from "../../value/evaluate/alternatives.js";
import type { Text } from "../../value/text.js";
import type { Value } from "../../value/value.js";
import type { Collection, ProxyEntry } from "../graph.js";
import {
	isAbsent,
	type Options,
	objectOf,
	optionAt,
	preferred,
} from "./options.js";

/** `rewrites()` of a Next config: those that lead to another host forward requests and upgrades (W1). */
export function nextRewrites(config: Options): Collection<ProxyEntry> {
	const option = optionAt(config, "rewrites");
	if (isAbsent(option)) return { items: [], complete: true };
	const result: Options = {
		...option,
		values: chain(option.values, (value) =>
			value.v === "function"
				? option.evaluator.call(value, [], option.at)
				: [{ value, when: new Map(), steps: [] }],
		),
	};
	const lists = objectOf(result)
		? ["beforeFiles", "afterFiles", "fallback"].map((name) =>
				optionAt(result, name),
			)
		: [result];
	const items: ProxyEntry[] = [];
	let complete = true;
	for (const list of lists) {
		if (isAbsent(list)) continue;
		const value = preferred(list.values)?.value;
		if (value?.v !== "array") {
			complete = false;
			continue;
		}
		complete &&= value.complete && list.values.length === 1;
		for (const item of value.items) {
			const rule = { ...list, values: list.evaluator.force(item) };
			const entry = entryOf(rule);
			if (entry) items.push(entry);
			else if (!isLocal(rule)) complete = false;
		}
	}
	return {
		items,
		complete,
		...(!complete && { reason: "the rewrites could not be read as a whole" }),
	};
}

/** A rewrite to another page of the same app. */
function isLocal(rule: Options): boolean {
	const text = known(optionAt(rule, "destination"));
	return text?.flat.startsWith("/") ?? false;
}

function known(option: Options): Text | undefined {
	const value = (preferred(option.values) ?? option.values[0])?.value;
	return value?.v === "text" ? value.text : undefined;
}

function entryOf(rule: Options): ProxyEntry | undefined {
	const source = known(optionAt(rule, "source"))?.value;
	const destination = known(optionAt(rule, "destination"));
	if (source === undefined || !destination || isLocal(rule)) return undefined;
	const pattern = patternOf(source);
	const object = objectOf(rule);
	const place = (value: Value | undefined): Place =>
		value && placeOf(value).file !== "" ? placeOf(value) : rule.at;
	const conditional =
		!isAbsent(optionAt(rule, "has")) || !isAbsent(optionAt(rule, "missing"));
	return {
		key: source,
		keyAt: place(preferred(optionAt(rule, "source").values)?.value),
		at: object?.at ?? rule.at,
		valueAt: object?.at ?? rule.at,
		shorthand: false,
		matches: (path) => pattern?.regex.test(split(path).path) ?? false,
		ws: undefined,
		forwardsUpgrades: conditional || !pattern ? "unknown" : true,
		target: {
			value: destination,
			at: place(preferred(optionAt(rule, "destination").values)?.value),
			steps: [],
		},
		changeOrigin: true,
		rewrite: (path) => pattern && sent(path, pattern, destination),
		rewrites: true,
	};
}

interface Pattern {
	readonly regex: RegExp;
	readonly names: readonly string[];
}

/** `/api/:path*`, `/ws/:room`, `/(.*)`: the forms of path-to-regexp that rewrites use. */
function patternOf(source: string): Pattern | undefined {
	const names: string[] = [];
	const body = source.replace(
		/\/:(\w+)(\([^)]*\))?([*+?])?|\(([^)]*)\)|[.+*?^${}|[\]\\]/g,
		(all, name?: string, inner?: string, repeat?: string, group?: string) => {
			if (group !== undefined) {
				names.push(String(names.length));
				return `(${group})`;
			}
			if (name === undefined) return `\\${all}`;
			names.push(name);
			const segment = inner ? inner.slice(1, -1) : "[^/]+?";
			if (repeat === "*") return `(?:/((?:${segment})(?:/(?:${segment}))*))?`;
			if (repeat === "+") return `/((?:${segment})(?:/(?:${segment}))*)`;
			return repeat === "?" ? `(?:/(${segment}))?` : `/(${segment})`;
		},
	);
	try {
		return { regex: new RegExp(`^${body}/?$`), names };
	} catch {
		return undefined;
	}
}

function split(pathAndQuery: string): {
	readonly path: string;
	readonly query: string;
} {
	const at = pathAndQuery.indexOf("?");
	return at < 0
		? { path: pathAndQuery, query: "" }
		: { path: pathAndQuery.slice(0, at), query: pathAndQuery.slice(at) };
}

function sent(
	pathAndQuery: string,
	pattern: Pattern,
	destination: Text,
): string | undefined {
	const { path, query } = split(pathAndQuery);
	const match = pattern.regex.exec(path);
	const own = /^[a-z]+:\/\/[^/]*(\/.*)?$/i.exec(destination.flat);
	if (!match || !own) return undefined;
	const values = new Map(
		pattern.names.map((name, i) => [name, match[i + 1] ?? ""]),
	);
	const filled = (own[1] ?? "/").replace(
		/\/?:(\w+)[*+?]?/g,
		(all, name: string) => {
			const value = values.get(name);
			if (value === undefined) return all;
			const slash = all.startsWith("/") ? "/" : "";
			return value === "" ? "" : `${slash}${value}`;
		},
	);
	const base = filled === "" ? "/" : filled;
	return query === ""
		? base
		: base.includes("?")
			? `${base}&${query.slice(1)}`
			: base + query;
}
