import type { Expr } from "../../value/expr.js";
import type { ObjectValue, Thunk, Value } from "../../value/value.js";
import type { World } from "../../value/world.js";
import type { Collection, ProxyEntry } from "../graph.js";
import type { Sources } from "../sources.js";
import { middlewareEntry } from "./middleware-proxy.js";
import { isAbsent, type Options, objectOf, optionAt } from "./options.js";

/** The first version whose `useRuntimeConfig()` does not look a missing key up in `public` (nuxt/nuxt#20082). */
const STRICT = "3.5.0";

/**
 * What `useRuntimeConfig()` gives in a world: the config's `runtimeConfig`,
 * each leaf overridden by its `NUXT_…` key; the keys of `public` stand at the
 * top as well, up to a version, or where `version` is not known.
 */
export function runtimeConfig(
	config: Options,
	world: World,
	version: string | undefined,
): ObjectValue | undefined {
	const object = objectOf(optionAt(config, "runtimeConfig"));
	const given = object && overridden(config, world, object, "NUXT");
	const published = given?.entries.get("public")?.value;
	const open = published && config.evaluator.single(published);
	return given &&
		open?.v === "object" &&
		!(version !== undefined && isAtLeast(version, STRICT))
		? { ...given, entries: new Map([...open.entries, ...given.entries]) }
		: given;
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

/** The version of nitropack that was seen to forward upgrades (W2). */
const FORWARDING = "2.13.6";

/** The first and the last version whose source hands every upgrade to the worker (W11). */
const DEAF = { from: "2.9.0", to: "2.13.4" };

/**
 * `nitro.devProxy`: with `ws: true` the version of nitropack decides whether
 * upgrades are forwarded. For other versions, without `ws`, and for
 * `routeRules`, that is not known, and neither is what becomes of the path.
 */
export function nuxtProxy(
	sources: Sources,
	folder: string,
	config: Options,
): Collection<ProxyEntry> {
	const upgrades = upgradesIn(
		sources.lockedVersion(folder, "nitropack"),
		config,
	);
	const items = [
		...entriesOf(optionAt(config, "nitro", "devProxy")).map((proxy) =>
			nitroEntry(proxy, upgrades),
		),
		...entriesOf(optionAt(config, "routeRules"))
			.map((rule) => ({ ...rule, options: optionAt(rule.options, "proxy") }))
			.filter((rule) => !isAbsent(rule.options))
			.map((rule) => nitroEntry(rule, UNDECIDED)),
	];
	return {
		items,
		complete: false,
		reason: "Nitro and its modules may serve further paths",
	};
}

type Upgrades = Pick<ProxyEntry, "forwardsUpgrades" | "deaf">;

const UNDECIDED: Upgrades = { forwardsUpgrades: "unknown" };

/** What becomes of upgrades below an entry with `ws: true`. */
function upgradesIn(version: string | undefined, config: Options): Upgrades {
	if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version))
		return UNDECIDED;
	if (isAtLeast(version, FORWARDING)) return { forwardsUpgrades: true };
	// Where sockets are switched on, the worker may answer them itself.
	const worker = optionAt(config, "nitro", "experimental", "websocket");
	return isAbsent(worker) &&
		isAtLeast(version, DEAF.from) &&
		isAtLeast(DEAF.to, version)
		? { forwardsUpgrades: false, deaf: { because: "nitropack", version } }
		: UNDECIDED;
}

function isAtLeast(version: string, least: string): boolean {
	return version.localeCompare(least, "en", { numeric: true }) >= 0;
}

function nitroEntry(
	{ key, keyAt, at, options }: Written,
	upgrades: Upgrades,
): ProxyEntry {
	const entry = middlewareEntry({
		key: key.replace(/\/\*\*?$/, ""),
		keyAt,
		at,
		options,
		withoutWs: false,
	});
	return {
		...entry,
		...(entry.ws === true ? upgrades : UNDECIDED),
		rewrite: () => undefined,
	};
}

type Written = ReturnType<typeof entriesOf>[number];

function entriesOf(option: Options) {
	return [...(objectOf(option)?.entries ?? [])].map(([key, entry]) => ({
		key,
		keyAt: entry.keyAt,
		at: entry.at,
		options: { ...option, values: option.evaluator.force(entry.value) },
	}));
}
