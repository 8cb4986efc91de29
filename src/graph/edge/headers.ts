import type { NginxStatement } from "../../facts/index.js";
import { argument, type Chain, isOpen, named, variable } from "./statements.js";

/** Whether a location forwards the upgrade: the headers that are missing, none of them, or not decidable. */
export type Upgrade =
	| {
			readonly kind: "forwarded";
	  }
	| {
			readonly kind: "missing";
			readonly headers: readonly ("Upgrade" | "Connection")[];
			/** The block whose `proxy_set_header` lines are in force; undefined when no block has one. */
			readonly inForce: readonly NginxStatement[] | undefined;
			/** The lines that set one of them to something else. */
			readonly wrong: readonly NginxStatement[];
	  }
	| { readonly kind: "unknown"; readonly reason: string };

/**
 * The headers in force in a location: its own, or, only when it sets none
 * itself, those of the next block around it (H6). Both are needed: nginx sends
 * `Connection: close` and no `Upgrade` of its own.
 */
export function upgradeIn(
	chain: Chain,
	root: readonly NginxStatement[],
): Upgrade {
	for (const block of chain) {
		const set = named(block, "proxy_set_header");
		if (set.length === 0 && !isOpen(block)) continue;
		const of = (name: string) =>
			set.findLast((s) => argument(s, 0).toLowerCase() === name);
		const upgrade = of("upgrade");
		const connection = of("connection");
		const told = [
			upgrade ? upgrades(argument(upgrade, 1)) : false,
			connection ? connects(argument(connection, 1), chain, root) : false,
		] as const;
		if (told[0] === true && told[1] === true) return { kind: "forwarded" };
		if (told.includes("unknown"))
			return { kind: "unknown", reason: "a header's value is not known" };
		if (isOpen(block))
			return { kind: "unknown", reason: "an included file may set headers" };
		return missing(told[0] === true, told[1] === true, block, [
			...(told[0] === false && upgrade ? [upgrade] : []),
			...(told[1] === false && connection ? [connection] : []),
		]);
	}
	return missing(false, false, undefined, []);
}

function missing(
	upgrade: boolean,
	connection: boolean,
	inForce: readonly NginxStatement[] | undefined,
	wrong: readonly NginxStatement[],
): Upgrade {
	return {
		kind: "missing",
		headers: [
			...(upgrade ? [] : (["Upgrade"] as const)),
			...(connection ? [] : (["Connection"] as const)),
		],
		inForce,
		wrong,
	};
}

function upgrades(value: string): boolean | "unknown" {
	if (value === "$http_upgrade" || /^websocket$/i.test(value)) return true;
	return value.includes("$") || value.includes("{{") ? "unknown" : false;
}

function connects(
	value: string,
	chain: Chain,
	root: readonly NginxStatement[],
): boolean | "unknown" {
	if (/upgrade/i.test(value) && !value.includes("$")) return true;
	if (value === "$http_connection") return true;
	if (!value.includes("$") && !value.includes("{{")) return false;
	const set = variable(value, chain);
	if (set !== undefined) return connects(set, chain, root);
	const map = maps(root).find((s) => argument(s, 1) === value);
	if (!map) return "unknown";
	const other = (map.block ?? []).find((s) => s.name === "default");
	const exact = (map.block ?? []).find((s) => /^websocket$/i.test(s.name));
	const chosen = exact ?? other;
	if (argument(map, 0) !== "$http_upgrade" || !chosen) return "unknown";
	return /upgrade|\$/i.test(argument(chosen, 0));
}

/** `map` stands at the top of an included file, or in `http`. */
function maps(root: readonly NginxStatement[]): readonly NginxStatement[] {
	return [
		...named(root, "map"),
		...named(root, "http").flatMap((http) => named(http.block ?? [], "map")),
	];
}
