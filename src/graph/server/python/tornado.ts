import type { Evaluator } from "../../../value/evaluator.js";
import type { Thunk, Value } from "../../../value/value.js";
import type { Route } from "../../graph.js";
import { numbersOf, reasonOf, textsOf } from "../answers.js";
import { argument, pythonName } from "../foreign.js";
import { calls, type PythonCall, pythonCalls } from "./calls.js";
import { shownRegex } from "./django-pattern.js";
import { openingOf, type PlainHost, type PlainHosts } from "./plain-host.js";

const DEEPEST = 6;

/** Tornado: `(pattern, handler)` pairs of an `Application` whose handler is a `WebSocketHandler`. */
export function readTornado(hosts: PlainHosts): void {
	const own = new Map<string, PlainHost>();
	for (const call of pythonCalls(hosts.projects, "Application"))
		if (calls(call, "tornado#Application"))
			readHandlers(
				hosts,
				hosts.add(call.made, "Tornado"),
				argument(call.made, 0, "handlers"),
				call.evaluator,
			);
	for (const call of pythonCalls(hosts.projects, "__init__"))
		readDerived(hosts, call, own);
	for (const call of pythonCalls(hosts.projects, "add_handlers"))
		for (const host of hostsOf(hosts, own, receiver(call), call.evaluator))
			readHandlers(
				hosts,
				host,
				argument(call.made, 1, "host_handlers"),
				call.evaluator,
			);
	for (const method of ["listen", "bind"])
		for (const call of pythonCalls(hosts.projects, method)) {
			const { made, evaluator } = call;
			const port = argument(made, 0, "port");
			for (const host of hostsOf(hosts, own, receiver(call), evaluator))
				host.openings.push({
					...openingOf(made, evaluator, port, undefined, "ssl_options"),
					...(port && { ports: portsOf(hosts, call, port) }),
				});
		}
}

/** `class App(tornado.web.Application)` that gives its handlers to `super().__init__`. */
function readDerived(
	hosts: PlainHosts,
	call: PythonCall,
	own: Map<string, PlainHost>,
): void {
	const { made, evaluator } = call;
	const { file, block } = made.scope;
	const code = hosts.projects.sources.program.code(file)[block];
	const within = code?.calls.find((c) => c.call === made.call)?.fn;
	const cls = within === undefined ? undefined : code?.functions[within]?.cls;
	if (cls === undefined) return;
	const value: Value = { v: "class", file, block, cls };
	if (!derives(hosts, value, "tornado#Application")) return;
	const host = hosts.add(made, "Tornado");
	own.set(`${file}:${block}:${cls}`, host);
	const explicit = made.call.args[0]?.k === "this" ? 1 : 0;
	readHandlers(hosts, host, argument(made, explicit, "handlers"), evaluator);
}

function receiver({ made }: PythonCall): Thunk | undefined {
	const { callee } = made.call;
	return callee.k === "member"
		? { expr: callee.of, scope: made.scope }
		: undefined;
}

/** The application that a value is, or that an `HTTPServer` around it serves. */
function hostsOf(
	hosts: PlainHosts,
	own: ReadonlyMap<string, PlainHost>,
	asked: Thunk | undefined,
	evaluator: Evaluator,
	depth = 0,
): readonly PlainHost[] {
	if (!asked || depth > 2) return [];
	const found = evaluator.force(asked).flatMap(({ value }) => {
		if (value.v === "instance")
			return own.get(`${value.file}:${value.block}:${value.cls}`) ?? [];
		if (value.v !== "made") return [];
		if (pythonName(value.by) === "tornado#HTTPServer")
			return hostsOf(
				hosts,
				own,
				argument(value.made, 0, "request_callback"),
				evaluator,
				depth + 1,
			);
		const host = hosts.hostOf(value);
		return host?.library === "Tornado" ? host : [];
	});
	return [...new Set(found)];
}

function readHandlers(
	hosts: PlainHosts,
	host: PlainHost,
	list: Thunk | Value | undefined,
	evaluator: Evaluator,
): void {
	for (const { value } of list ? evaluator.force(list) : []) {
		if (value.v !== "array" || !value.complete)
			host.gaps.push(
				`its list of handlers is not wholly known (${reasonOf(value)})`,
			);
		for (const item of value.v === "array" ? value.items : [])
			for (const entry of evaluator.force(item))
				readPair(hosts, host, entry.value, evaluator);
	}
}

/** `(pattern, handler)`, `url(pattern, handler)`. */
function readPair(
	hosts: PlainHosts,
	host: PlainHost,
	entry: Value,
	evaluator: Evaluator,
): void {
	const spec =
		entry.v === "made" &&
		/^tornado#(?:url|URLSpec)$/.test(pythonName(entry.by));
	const [pattern, handler] =
		entry.v === "array"
			? entry.items
			: spec
				? [
						argument(entry.made, 0, "pattern"),
						argument(entry.made, 1, "handler"),
					]
				: [];
	if (!pattern || !handler) {
		host.gaps.push(
			`an entry of its handlers is not known (${reasonOf(entry)})`,
		);
		return;
	}
	const kinds = evaluator
		.force(handler)
		.map((a) => answersSockets(hosts, a.value));
	if (kinds.includes("unknown"))
		host.gaps.push("a handler of its routes is not followed");
	if (!kinds.includes(true)) return;
	const texts = textsOf(evaluator, pattern);
	if (texts.open) host.gaps.push(`a route is not known (${texts.open})`);
	for (const { value, at } of texts.known) {
		const route = tornadoRoute(value, at);
		if (route) host.routes.push(route);
		else host.gaps.push(`the route ${value} is not followed`);
	}
}

/** Tornado anchors a pattern at both ends. */
function tornadoRoute(pattern: string, at: Route["at"]): Route | undefined {
	const source = pattern.replace(/\(\?P<\w+>/g, "(?:");
	try {
		const whole = new RegExp(`^(?:${source.replace(/\$$/, "")})$`, "s");
		return {
			path: shownRegex(pattern),
			at,
			via: [],
			protocol: "websocket",
			matches: (path) => whole.test(path.replace(/[?#].*$/s, "")),
			requiredQuery: [],
		};
	} catch {
		return undefined;
	}
}

function answersSockets(hosts: PlainHosts, value: Value): boolean | "unknown" {
	if (value.v === "class")
		return derives(hosts, value, "tornado#WebSocketHandler");
	if (value.v !== "external") return "unknown";
	const name = pythonName(value.name);
	return name.startsWith("tornado#")
		? name === "tornado#WebSocketHandler"
		: "unknown";
}

/** Whether a class has a base of that name; bases from elsewhere leave it open. */
function derives(
	hosts: PlainHosts,
	value: Extract<Value, { v: "class" }>,
	name: string,
	depth = 0,
): boolean | "unknown" {
	const code = hosts.projects.sources.program.code(value.file)[value.block];
	const { evaluator } = hosts.projects.of(value.file);
	const scope = { file: value.file, block: value.block };
	let open = false;
	for (const base of code?.classes[value.cls]?.bases ?? [])
		for (const { value: of } of evaluator.evaluate(base, scope)) {
			if (of.v === "external") {
				const found = pythonName(of.name);
				if (found === name) return true;
				open ||= !found.startsWith("tornado#") && !found.startsWith("global#");
			} else if (of.v === "class" && depth < DEEPEST) {
				const above = derives(hosts, of, name, depth + 1);
				if (above === true) return true;
				open ||= above === "unknown";
			} else open = true;
		}
	return open ? "unknown" : false;
}

/** A number, or `options.port` with the default that `define("port", default=8888)` states. */
function portsOf(
	hosts: PlainHosts,
	{ evaluator }: PythonCall,
	port: Thunk,
): ReturnType<typeof numbersOf> {
	const answers = numbersOf(evaluator, port);
	const { expr } = port;
	if (answers.known.length > 0 || expr.k !== "member") return answers;
	for (const call of pythonCalls(hosts.projects, "define")) {
		const name = argument(call.made, 0, "name");
		const standard = argument(call.made, 1, "default");
		if (name?.expr.k !== "text" || name.expr.value !== expr.name || !standard)
			continue;
		const { known } = numbersOf(call.evaluator, standard);
		if (known.length > 0) return { known };
	}
	return answers;
}
