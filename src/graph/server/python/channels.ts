import type { Evaluator } from "../../../value/evaluator.js";
import type { Made, Thunk, Value } from "../../../value/value.js";
import type { Route } from "../../graph.js";
import { reasonOf, textsOf } from "../answers.js";
import { argument, pythonName } from "../foreign.js";
import { launches } from "../launch.js";
import { calls, pythonCalls } from "./calls.js";
import {
	type DjangoPattern,
	djangoMatcher,
	pathPattern,
	regexPattern,
} from "./django-pattern.js";
import type { PlainHost, PlainHosts } from "./plain-host.js";
import { openingOfLaunch } from "./plain-launches.js";
import { launchedFiles } from "./target.js";

/** Wrappers and routers inside each other at most. */
const DEEPEST = 8;

/**
 * Django Channels: the `"websocket"` entry of a `ProtocolTypeRouter`, through
 * origin validators and middleware, to the `path()`s of its `URLRouter`s.
 */
export function readChannels(hosts: PlainHosts): void {
	for (const call of pythonCalls(hosts.projects, "ProtocolTypeRouter")) {
		if (!calls(call, "channels#ProtocolTypeRouter")) continue;
		const host = hosts.add(call.made, "Django Channels");
		const table = argument(call.made, 0, "application_mapping");
		for (const { value } of table ? call.evaluator.force(table) : []) {
			const sockets =
				value.v === "object"
					? value.entries.get("websocket")?.value
					: undefined;
			if (value.v !== "object" || !value.complete)
				host.gaps.push("its table of protocols is not wholly known");
			if (sockets) readApplications(host, sockets, [], call.evaluator);
		}
	}
	readRunserver(hosts);
}

/** What answers sockets: a `URLRouter`, or something that wraps one. */
function readApplications(
	host: PlainHost,
	asked: Thunk | Value,
	above: readonly DjangoPattern[],
	evaluator: Evaluator,
): void {
	for (const { value } of evaluator.force(asked)) {
		const routers = routersIn(value, evaluator);
		if (routers.length === 0)
			host.gaps.push(
				`what answers its sockets is not known (${reasonOf(value)})`,
			);
		for (const router of routers) readRouter(host, router, above, evaluator);
	}
}

function routersIn(
	value: Value,
	evaluator: Evaluator,
	depth = 0,
): readonly Made[] {
	if ((value.v !== "made" && value.v !== "instance") || depth > DEEPEST)
		return [];
	const { made } = value;
	if (value.v === "made" && pythonName(value.by) === "channels#URLRouter")
		return [made];
	return [...made.call.args, ...Object.values(made.call.named ?? {})].flatMap(
		(expr) =>
			evaluator
				.evaluate(expr, made.scope)
				.flatMap((inner) => routersIn(inner.value, evaluator, depth + 1)),
	);
}

function readRouter(
	host: PlainHost,
	router: Made,
	above: readonly DjangoPattern[],
	evaluator: Evaluator,
): void {
	const list = argument(router, 0, "routes");
	for (const { value } of list ? evaluator.force(list) : []) {
		if (value.v !== "array" || !value.complete)
			host.gaps.push(
				`its list of routes is not wholly known${value.v === "unknown" ? ` (${value.reason})` : ""}`,
			);
		for (const item of value.v === "array" ? value.items : [])
			for (const entry of evaluator.force(item))
				readEntry(host, entry.value, above, evaluator);
	}
}

function readEntry(
	host: PlainHost,
	entry: Value,
	above: readonly DjangoPattern[],
	evaluator: Evaluator,
): void {
	const kind =
		entry.v === "made"
			? /^django#(path|re_path|url)$/.exec(pythonName(entry.by))?.[1]
			: undefined;
	const route =
		entry.v === "made" ? argument(entry.made, 0, "route") : undefined;
	if (entry.v !== "made" || !kind || !route) {
		host.gaps.push(`an entry of its routes is not known (${reasonOf(entry)})`);
		return;
	}
	const view = argument(entry.made, 1, "view");
	const inner = (view ? evaluator.force(view) : []).flatMap((a) =>
		routersIn(a.value, evaluator),
	);
	const texts = textsOf(evaluator, route);
	if (texts.open) host.gaps.push(`a route is not known (${texts.open})`);
	for (const { value, at } of texts.known) {
		const pattern =
			kind === "path"
				? pathPattern(value, inner.length === 0)
				: regexPattern(value);
		if (!pattern) host.gaps.push(`the route ${value} is not followed`);
		else if (inner.length === 0)
			host.routes.push(routeOf([...above, pattern], at));
		else
			for (const router of inner)
				readRouter(host, router, [...above, pattern], evaluator);
	}
}

function routeOf(patterns: readonly DjangoPattern[], at: Route["at"]): Route {
	return {
		path: `/${patterns.map((p) => p.shown).join("")}`,
		at,
		via: [],
		protocol: "websocket",
		matches: djangoMatcher(patterns),
		requiredQuery: [],
	};
}

/** `manage.py runserver [address:port]` serves what `ASGI_APPLICATION` names: the only one of the project. */
function readRunserver(hosts: PlainHosts): void {
	for (const launch of launches(hosts.projects.sources)) {
		const { target, port } = launch;
		if (target.kind !== "file" || !target.path.endsWith("manage.py")) continue;
		if (port === "none") continue;
		for (const file of launchedFiles(hosts.projects, launch))
			hosts
				.onlyOf(hosts.projects.of(file), "Django Channels")
				?.openings.push(openingOfLaunch(launch));
	}
}
