import type { Expr } from "../../value/expr.js";
import type { ObjectValue, Thunk, Value } from "../../value/value.js";
import type { World } from "../../value/world.js";
import type { Collection, ProxyEntry } from "../graph.js";
import type { Sources } from "../sources.js";
import { middlewareEntry } from "./middleware-proxy.js";
import { isAbsent, type Options, objectOf, optionAt } from "./options.js";

/** What `useRuntimeConfig()` gives in a world: the config's `runtimeConfig`, each leaf overridden by its `NUXT_…` key. */
export function runtimeConfig(
	config: Options,
	world: World,
): ObjectValue | undefined {
	const object = objectOf(optionAt(config, "runtimeConfig"));
	return object && overridden(config, world, object, "NUXT");
}

export const isRuntimeConfigCall = (name: string): boolean =>
	/^(global|#imports|#app|nuxt\/app)#useRuntimeConfig$/.test(name);

function overridden(
	config: Options,
	world: World,
	object: ObjectValue,
	path: string,
): ObjectValue {
	const entries = [...object.entries].map(([name, entry]) => {
		const key = `${path}_${name.replace(/([a-z0-9])(?=[A-Z])/g, "$1_").toUpperCase()}`;
		const inner = config.evaluator.single(entry.value);
		const value: Thunk | Value =
			inner?.v === "object"
				? overridden(config, world, inner, key)
				: orKey(world, entry.value, key, entry.at.file);
		return [name, { ...entry, value }] as const;
	});
	return { ...object, entries: new Map(entries) };
}

/** The key is read when the server starts: in development the env files hold all that is known. */
function orKey(
	world: World,
	value: Thunk | Value,
	key: string,
	file: string,
): Thunk | Value {
	if (!("expr" in value)) return value;
	const { state } = world.env("process.env", key, file);
	const counts =
		state === "set" || (state === "unsupplied" && world.scenario !== "dev");
	return counts ? { ...value, expr: readOr(key, value.expr) } : value;
}

/** `process.env.KEY ?? otherwise`. */
function readOr(key: string, otherwise: Expr): Expr {
	const { at } = otherwise;
	const member = (of: Expr, name: string): Expr => ({
		k: "member",
		at,
		of,
		name,
		nameAt: at,
	});
	return {
		k: "logic",
		at,
		op: "??",
		left: member(member({ k: "global", at, name: "process" }, "env"), key),
		right: otherwise,
	};
}

/**
 * `nitro.devProxy`: with `ws: true` upgrades are forwarded from nitropack
 * 2.13.6 on (W2); before that, without `ws`, and for `routeRules`, whether they
 * are is not known, and neither is what becomes of the path.
 */
export function nuxtProxy(
	sources: Sources,
	folder: string,
	config: Options,
): Collection<ProxyEntry> {
	const forwards = isAtLeast(
		sources.lockedVersion(folder, "nitropack"),
		[2, 13, 6],
	);
	const items = [
		...entriesOf(optionAt(config, "nitro", "devProxy")),
		...entriesOf(optionAt(config, "routeRules")).filter(
			(rule) => !isAbsent(optionAt(rule.options, "proxy")),
		),
	].map(({ key, keyAt, at, options }): ProxyEntry => {
		const entry = middlewareEntry({
			key: key.replace(/\/\*\*?$/, ""),
			keyAt,
			at,
			options: isAbsent(optionAt(options, "proxy"))
				? options
				: optionAt(options, "proxy"),
			withoutWs: false,
		});
		return {
			...entry,
			forwardsUpgrades: forwards && entry.ws === true ? true : "unknown",
			rewrite: () => undefined,
		};
	});
	return {
		items,
		complete: false,
		reason: "Nitro and its modules may serve further paths",
	};
}

function entriesOf(option: Options) {
	return [...(objectOf(option)?.entries ?? [])].map(([key, entry]) => ({
		key,
		keyAt: entry.keyAt,
		at: entry.at,
		options: { ...option, values: option.evaluator.force(entry.value) },
	}));
}

function isAtLeast(
	version: string | undefined,
	least: readonly [number, number, number],
): boolean {
	const parts = /(\d+)\.(\d+)\.(\d+)/.exec(version ?? "");
	if (!parts) return false;
	for (const [i, wanted] of least.entries()) {
		const own = Number(parts[i + 1]);
		if (own !== wanted) return own > wanted;
	}
	return true;
}
