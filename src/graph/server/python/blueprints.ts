import type { Made, Step } from "../../../value/value.js";
import type { Route } from "../../graph.js";
import { textsOf } from "../answers.js";
import { argument, identity } from "../foreign.js";
import { starlettePattern } from "../route-pattern.js";
import { type PythonCall, pythonCalls, receiverMade } from "./calls.js";
import { openingOf, type PlainHost, type PlainHosts } from "./plain-host.js";

const APP = /^(?:sanic#Sanic|quart#Quart)$/;
const BLUEPRINT = /^(?:sanic|quart)#Blueprint$/;

/** Ports of `app.run()` without one. */
const PORTS: Partial<Record<PlainHost["library"], number>> = {
	Sanic: 8000,
	Quart: 5000,
};

/** Where a blueprint's routes end up. */
interface Home {
	readonly host: PlainHost;
	/** Replaces the blueprint's own prefix when it is given. */
	readonly prefix: string | undefined;
	readonly via: readonly Step[];
}

/** Sanic and Quart: `@app.websocket("/ws")`, and the same on blueprints. */
export function readBlueprints(hosts: PlainHosts): void {
	for (const name of ["Sanic", "Quart"])
		for (const { made, evaluator } of pythonCalls(hosts.projects, name))
			for (const { value } of evaluator.evaluate(made.call, made.scope))
				hosts.hostOf(value);
	const homes = registrations(hosts);
	for (const call of pythonCalls(hosts.projects, "websocket"))
		readRoute(hosts, call, argument(call.made, 0, "uri"), homes);
	for (const call of pythonCalls(hosts.projects, "add_websocket_route"))
		readRoute(hosts, call, argument(call.made, 1, "uri"), homes);
	for (const call of pythonCalls(hosts.projects, "add_websocket"))
		readRoute(hosts, call, argument(call.made, 0, "rule"), homes);
	for (const call of pythonCalls(hosts.projects, "run")) {
		const app = receiverMade(call, APP);
		const host = app && hosts.all.get(identity(app));
		if (!host) continue;
		const port = argument(call.made, 1, "port");
		host.openings.push(
			openingOf(
				call.made,
				call.evaluator,
				port,
				PORTS[host.library],
				host.library === "Sanic" ? "ssl" : "certfile",
			),
		);
	}
}

/** `app.blueprint(bp, url_prefix="/api")`, `app.register_blueprint(bp, url_prefix="/api")`. */
function registrations(
	hosts: PlainHosts,
): ReadonlyMap<string, readonly Home[]> {
	const homes = new Map<string, Home[]>();
	for (const name of ["blueprint", "register_blueprint"])
		for (const call of pythonCalls(hosts.projects, name)) {
			const app = receiverMade(call, APP);
			const host = app && hosts.all.get(identity(app));
			const given = argument(call.made, 0, "blueprint");
			if (!host || !given) continue;
			const prefix = argument(call.made, -1, "url_prefix");
			const texts = prefix && textsOf(call.evaluator, prefix);
			for (const { value } of call.evaluator.force(given)) {
				if (value.v !== "made" || texts?.open) {
					host.gaps.push("a blueprint is not followed");
					continue;
				}
				const id = identity(value.made);
				const known = homes.get(id) ?? [];
				for (const text of texts?.known ?? [undefined])
					known.push({
						host,
						prefix: text?.value,
						via: [
							{
								at: call.made.site,
								label: `registered${text ? ` under ${text.value}` : ""}`,
							},
						],
					});
				homes.set(id, known);
			}
		}
	return homes;
}

function readRoute(
	hosts: PlainHosts,
	call: PythonCall,
	path: ReturnType<typeof argument>,
	homes: ReadonlyMap<string, readonly Home[]>,
): void {
	if (!path) return;
	const texts = textsOf(call.evaluator, path);
	for (const { host, prefix, via } of ends(hosts, call, homes)) {
		if (texts.open)
			host.gaps.push(`the path of a socket route is not known (${texts.open})`);
		for (const { value, at } of texts.known)
			host.routes.push(routeOf(prefix + value, at, via, host));
	}
}

/** The app itself, or the apps that its blueprint is registered with. */
function ends(
	hosts: PlainHosts,
	call: PythonCall,
	homes: ReadonlyMap<string, readonly Home[]>,
): readonly (Home & { readonly prefix: string })[] {
	const app = receiverMade(call, APP);
	const host = app && hosts.all.get(identity(app));
	if (host) return [{ host, prefix: "", via: [] }];
	const blueprint = receiverMade(call, BLUEPRINT);
	if (!blueprint) return [];
	const own = ownPrefix(blueprint, call);
	return (homes.get(identity(blueprint)) ?? []).flatMap((home) => {
		const prefix = home.prefix ?? own;
		if (prefix !== undefined) return { ...home, prefix };
		home.host.gaps.push("the prefix of a blueprint is not known");
		return [];
	});
}

function ownPrefix(
	blueprint: Made,
	{ evaluator }: PythonCall,
): string | undefined {
	const asked = argument(blueprint, -1, "url_prefix");
	if (!asked) return "";
	const { known, open } = textsOf(evaluator, asked);
	return open === undefined && known.length === 1 ? known[0]?.value : undefined;
}

/** Sanic takes a slash at the end or none unless told otherwise (`strict_slashes`); Quart is exact. */
function routeOf(
	path: string,
	at: Route["at"],
	via: readonly Step[],
	{ library }: PlainHost,
): Route {
	const braced = path.replace(
		/<(?:(\w+):)?(\w+)(?::[^>]*)?>/g,
		(_, first: string | undefined, last: string) => {
			const [name, type] =
				library === "Sanic" && first !== undefined
					? [first, last]
					: [last, first];
			return type === "path" ? `{${name}:path}` : `{${name}}`;
		},
	);
	const exact = starlettePattern(braced);
	const bare = braced.replace(/\/+$/, "");
	const [without, within] = [
		starlettePattern(bare),
		starlettePattern(`${bare}/`),
	];
	return {
		path: braced,
		at,
		via,
		protocol: "websocket",
		matches:
			library === "Sanic" ? (asked) => without(asked) || within(asked) : exact,
		requiredQuery: [],
	};
}
