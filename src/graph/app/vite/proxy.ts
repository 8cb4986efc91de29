import type { Place } from "../../../facts/place.js";
import { placeOf } from "../../../value/evaluate/alternatives.js";
import { isHoleCharacter, Text } from "../../../value/text.js";
import type { ObjectValue, Thunk, Value } from "../../../value/value.js";
import type { Collection, Deafness, ProxyEntry, Stated } from "../../graph.js";
import {
	flagOf,
	isAbsent,
	type Options,
	objectOf,
	optionAt,
	preferred,
} from "../options.js";
import { type Rewriting, sentPath } from "../sent-path.js";
import { contextMatcher, neverMatching } from "./proxy-context.js";

/** The entries of a `server.proxy` (or `preview.proxy`) option, in the order Vite tries them (P10); `deaf` where no upgrade comes to any of them. */
export function proxyEntries(
	proxy: Options,
	deaf?: Deafness,
): Collection<ProxyEntry> {
	if (isAbsent(proxy)) return { items: [], complete: true };
	const object = objectOf(proxy);
	if (!object)
		return {
			items: [],
			complete: proxy.values.every((a) => a.value.v === "scalar"),
			reason: "the proxy option could not be read",
		};
	const items = [...object.entries].flatMap(([key, entry]) => {
		const found = entryOf(proxy, key, entry, deaf);
		return found ? [found] : [];
	});
	if (!object.complete)
		return { items, complete: false, reason: "some proxy keys are computed" };
	if (proxy.values.some((a) => a.value !== object))
		return {
			items,
			complete: false,
			reason: "the proxy depends on something outside the repository",
		};
	return { items, complete: true };
}

type Written =
	ObjectValue["entries"] extends ReadonlyMap<string, infer E> ? E : never;

function entryOf(
	proxy: Options,
	key: string,
	written: Written,
	deaf: Deafness | undefined,
): ProxyEntry | undefined {
	const expression = expressionPlace(written.value, written.at);
	const given: Options = {
		...proxy,
		values: proxy.evaluator.force(written.value),
		at: expression,
	};
	const value = preferred(given.values)?.value ?? given.values[0]?.value;
	// A falsy entry is left out by Vite.
	if (value?.v === "scalar" && !value.value) return undefined;
	if (value?.v === "text" && value.text.length === 0) return undefined;

	const shorthand = value?.v === "text";
	const object = value?.v === "object" ? value : undefined;
	const options: Options = object
		? { ...given, values: [{ value: object, when: new Map(), steps: [] }] }
		: { ...given, values: [] };
	const of = (name: string) => optionAt(options, name);
	const target = shorthand ? statedText(given) : object && targetOf(options);
	const ws = object ? flagOf(of("ws")) : shorthand ? undefined : "unknown";
	const rewrite = object && of("rewrite");
	const rewriting: Rewriting = {
		...(rewrite && !isAbsent(rewrite) && { rewrite }),
		ignorePath: object ? flagOf(of("ignorePath")) === true : false,
		prependPath: object ? flagOf(of("prependPath")) !== false : true,
	};
	const wsAt = object?.entries.get("ws")?.at;
	const asked = forwards(given, options, object, ws);
	const never = neverMatching(key);
	const sent = new Map<string, string | undefined>();
	return {
		key,
		keyAt: written.keyAt,
		at: written.at,
		valueAt: object?.at ?? expression,
		shorthand,
		matches: contextMatcher(key),
		...(never !== undefined && { neverMatches: never }),
		ws,
		...(wsAt && { wsAt }),
		forwardsUpgrades: deaf ? false : asked,
		...(deaf && asked === true && { deaf }),
		target,
		changeOrigin: object
			? known(flagOf(of("changeOrigin")))
			: shorthand || undefined,
		...(object && originSent(options, object)),
		rewrite(path) {
			if (!sent.has(path))
				sent.set(path, sentPath(path, target?.value, rewriting));
			return sent.get(path);
		},
		rewrites: rewriting.rewrite !== undefined,
	};
}

/** `rewriteWsOrigin` puts the target's origin in place of the page's (P13); hand-set headers may too. */
function originSent(
	options: Options,
	object: ObjectValue,
): Pick<ProxyEntry, "sentOrigin" | "sentOriginAt"> {
	const rewritten = flagOf(optionAt(options, "rewriteWsOrigin"));
	const at = object.entries.get("rewriteWsOrigin")?.at;
	if (rewritten === true && at)
		return { sentOrigin: "target", sentOriginAt: at };
	const byHand = ["headers", "configure"].some(
		(name) => !isAbsent(optionAt(options, name)),
	);
	return rewritten === "unknown" || byHand ? { sentOrigin: "unknown" } : {};
}

function known(flag: boolean | undefined | "unknown"): boolean | undefined {
	return flag === "unknown" ? undefined : flag;
}

/**
 * Vite forwards an upgrade when `ws` is truthy or the target's scheme is ws(s):
 * `ws: false` does not switch the latter off (P2–P6). `bypass` may answer
 * first, by version (P16).
 */
function forwards(
	given: Options,
	options: Options,
	object: ObjectValue | undefined,
	ws: boolean | undefined | "unknown",
): boolean | "unknown" {
	const bypassed = object && !isAbsent(optionAt(options, "bypass"));
	if (ws === true) return bypassed ? "unknown" : true;
	const socketTarget = object
		? socketScheme(optionAt(options, "target"))
		: socketScheme(given);
	if (socketTarget === true) return bypassed ? "unknown" : true;
	return ws === "unknown" || socketTarget === undefined ? "unknown" : false;
}

/** Whether the target Vite would see by default starts with ws: or wss:. */
function socketScheme(target: Options): boolean | undefined {
	const value = preferred(target.values)?.value ?? target.values[0]?.value;
	switch (value?.v) {
		case "text": {
			const flat = value.text.flat;
			if (/^wss?:/.test(flat)) return true;
			return isHoleCharacter(flat.charCodeAt(0)) ? undefined : false;
		}
		case "url":
			return /^wss?:/.test(value.parts.protocol.flat);
		case "scalar":
		case "object":
			// `target.toString()` of an object is "[object Object]".
			return false;
		default:
			return undefined;
	}
}

function statedText(options: Options): Stated<Text> | undefined {
	const found = preferred(options.values) ?? options.values[0];
	if (!found) return undefined;
	const text = textOfTarget(found.value);
	return (
		text && { value: text, at: at(found.value, options), steps: found.steps }
	);
}

function textOfTarget(value: Value): Text | undefined {
	if (value.v === "text") return value.text;
	if (value.v !== "url") return undefined;
	const origin = { kind: "computed", at: value.at } as const;
	const { protocol, host, pathname, search } = value.parts;
	return Text.concat(protocol, Text.of("//", origin), host, pathname, search);
}

/** `target: "http://…"`, a `URL`, or `{ protocol, host, port }`. */
function targetOf(options: Options): Stated<Text> | undefined {
	const target = optionAt(options, "target");
	const object = objectOf(target);
	if (!object) return statedText(target);
	const part = (name: string): Text | undefined => {
		const found = preferred(optionAt(target, name).values);
		if (found?.value.v === "text") return found.value.text;
		return found?.value.v === "scalar" && typeof found.value.value === "number"
			? Text.of(String(found.value.value), {
					kind: "literal",
					at: found.value.at,
				})
			: undefined;
	};
	const origin = { kind: "computed", at: object.at } as const;
	const host = part("host") ?? part("hostname");
	if (!host) return undefined;
	const protocol = part("protocol")?.value?.replace(/:?\/?\/?$/, "") ?? "http";
	const port = part("port");
	return {
		value: Text.concat(
			Text.of(`${protocol}://`, origin),
			host,
			...(port ? [Text.of(":", origin), port] : []),
		),
		at: object.at,
		steps: [],
	};
}

function at(value: Value, options: Options): Place {
	const found = placeOf(value);
	return found.file === "" ? options.at : found;
}

function expressionPlace(value: Thunk | Value, otherwise: Place): Place {
	if ("expr" in value) return { file: value.scope.file, span: value.expr.at };
	const found = placeOf(value);
	return found.file === "" ? otherwise : found;
}
