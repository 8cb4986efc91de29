import type { Place } from "../../facts/place.js";
import { placeOf } from "../../value/evaluate/alternatives.js";
import { projectPattern } from "../../value/project-pattern.js";
import type { Text } from "../../value/text.js";
import type { ObjectValue, Value } from "../../value/value.js";
import type { Collection, Deafness, ProxyEntry, Stated } from "../graph.js";
import {
	flagOf,
	isAbsent,
	type Options,
	objectOf,
	optionAt,
	preferred,
	textOf,
	textsOf,
} from "./options.js";
import { sentPath } from "./sent-path.js";

/**
 * Entries of http-proxy-middleware, as webpack-dev-server, Vue CLI and CRA's
 * `setupProxy.js` use it. Unlike Vite, a `ws://` target alone forwards nothing
 * (W3–W5).
 */
export interface MiddlewareEntry {
	readonly key: string;
	readonly keyAt: Place;
	readonly at: Place;
	/** The options object, or the target alone. */
	readonly options: Options;
	/** What happens to upgrades when `ws` is absent. */
	readonly withoutWs: boolean;
	/** `ws: true` here works only after a first request (W3). */
	readonly lazily?: boolean;
	readonly deaf?: Deafness;
}

export function middlewareEntry(of: MiddlewareEntry): ProxyEntry {
	const value =
		preferred(of.options.values)?.value ?? of.options.values[0]?.value;
	const object = value?.v === "object" ? value : undefined;
	const option = (name: string) => optionAt(of.options, name);
	const ws = object ? flagOf(option("ws")) : undefined;
	const wsAt = object?.entries.get("ws")?.at;
	const target = targetOf(object ? option("target") : of.options);
	const rewrites = object ? !isAbsent(option("pathRewrite")) : false;
	return {
		key: of.key,
		keyAt: of.keyAt,
		at: of.at,
		valueAt: object?.at ?? (value ? near(value, of.at) : of.at),
		shorthand: object === undefined,
		matches: contextMatcher(of.key),
		ws,
		...(wsAt && { wsAt }),
		forwardsUpgrades: forwards(of, object, ws),
		...(of.deaf && { deaf: of.deaf }),
		target,
		changeOrigin: object ? flagOf(option("changeOrigin")) === true : true,
		rewrite: (path) =>
			rewritten(
				path,
				rewrites ? option("pathRewrite") : undefined,
				target?.value,
			),
		rewrites,
	};
}

function forwards(
	of: MiddlewareEntry,
	object: ObjectValue | undefined,
	ws: boolean | undefined | "unknown",
): boolean | "unknown" {
	if (!object) return false;
	if (ws === "unknown") return "unknown";
	const wanted = ws ?? of.withoutWs;
	return wanted && of.lazily ? "unknown" : wanted;
}

function near(value: Value, otherwise: Place): Place {
	const at = placeOf(value);
	return at.file === "" ? otherwise : at;
}

function targetOf(option: Options): Stated<Text> | undefined {
	const found = preferred(option.values) ?? option.values[0];
	return found?.value.v === "text"
		? {
				value: found.value.text,
				at: near(found.value, option.at),
				steps: found.steps,
			}
		: undefined;
}

/** A context is a prefix of the path, or a glob when it holds `*` (http-proxy-middleware). */
export function contextMatcher(
	context: string,
): (pathAndQuery: string) => boolean {
	if (!/[*?{]/.test(context))
		return (path) => pathOnly(path).startsWith(context);
	const pattern = new RegExp(
		`^${context
			.replace(/[.+^$()|[\]\\]/g, "\\$&")
			.replaceAll("?", "[^/]")
			.replace(/\/\*\*/g, "\0")
			.replace(/\*/g, "[^/]*")
			.replaceAll("\0", "(?:/.*)?")
			.replace(
				/\{([^}]*)\}/g,
				(_, options: string) => `(?:${options.replaceAll(",", "|")})`,
			)}$`,
	);
	return (path) => pattern.test(pathOnly(path));
}

function pathOnly(pathAndQuery: string): string {
	return pathAndQuery.split("?")[0] ?? "";
}

/** `pathRewrite: { '^/api': '' }`: the first pattern that matches is replaced. A function is not followed. */
function rewritten(
	path: string,
	rewrite: Options | undefined,
	target: Text | undefined,
): string | undefined {
	const plain = { ignorePath: false, prependPath: true };
	if (!rewrite) return sentPath(path, target, plain);
	const rules = objectOf(rewrite);
	if (!rules?.complete) return undefined;
	for (const pattern of rules.entries.keys()) {
		const by = textOf(optionAt(rewrite, pattern))?.value;
		const compiled = projectPattern(pattern);
		if (by === undefined || !compiled) return undefined;
		if (compiled.test(path))
			return sentPath(path.replace(compiled, by), target, plain);
	}
	return sentPath(path, target, plain);
}

/**
 * `devServer.proxy` of webpack-dev-server and Vue CLI: `{ '/api': {…} }`,
 * `[{ context: ['/api'], … }]`, or (Vue CLI) one target for everything.
 */
export function devServerProxy(
	proxy: Options,
	withoutWs: boolean,
): Collection<ProxyEntry> {
	if (isAbsent(proxy)) return { items: [], complete: true };
	const value = preferred(proxy.values)?.value;
	if (value?.v === "text" && !withoutWs)
		return {
			items: [],
			complete: false,
			reason: "webpack-dev-server takes no text as its proxy",
		};
	if (value?.v === "text")
		return {
			items: [
				middlewareEntry({
					key: "/",
					keyAt: near(value, proxy.at),
					at: near(value, proxy.at),
					options: proxy,
					withoutWs: false,
					deaf: { because: "string" },
				}),
			],
			complete: true,
		};
	if (value?.v === "object")
		return {
			items: [...value.entries].map(([key, entry]) =>
				middlewareEntry({
					key,
					keyAt: entry.keyAt,
					at: entry.at,
					options: { ...proxy, values: proxy.evaluator.force(entry.value) },
					withoutWs,
				}),
			),
			complete: value.complete,
			...(!value.complete && { reason: "some proxy keys are computed" }),
		};
	if (value?.v !== "array")
		return {
			items: [],
			complete: false,
			reason: "the proxy option could not be read",
		};
	let complete = value.complete;
	const items = value.items.flatMap((item) => {
		const options = { ...proxy, values: proxy.evaluator.force(item) };
		const context = optionAt(options, "context");
		const { values, complete: all } = textsOf(context);
		complete &&= all && values.length > 0;
		const at = objectOf(options)?.at ?? proxy.at;
		return values.map((key) =>
			middlewareEntry({
				key,
				keyAt: near(preferred(context.values)?.value ?? value, at),
				at,
				options,
				withoutWs,
			}),
		);
	});
	return {
		items,
		complete,
		...(!complete && { reason: "some proxy entries could not be read" }),
	};
}
