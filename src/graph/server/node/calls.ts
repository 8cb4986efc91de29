import type { Code } from "../../../facts/code.js";
import type { CallSite, Evaluator } from "../../../value/evaluator.js";
import type { Expr } from "../../../value/expr.js";
import type { Made, Thunk, Value } from "../../../value/value.js";
import { reasonOf } from "../answers.js";
import { foreignName } from "../foreign.js";
import { type Project, type Projects, serverCode } from "../project.js";

/** Packages whose calls make or feed a Node server that is read. */
const SERVER_PACKAGES =
	/^(?:(?:node:)?https?|(?:node:)?http2|express|express-ws|koa|(?:isomorphic-)?ws|socket\.io|cors|@nestjs\/(?:core|websockets|platform-ws|platform-socket\.io)|fastify|fastify-plugin|fastify-socket\.io|@fastify\/websocket|(?:npm:|jsr:@hono\/)?hono(?:[@/].*)?|@hono\/node-(?:server|ws)|elysia|uWebSockets\.js|bun|https:\/\/deno\.land\/std(?:@[^/]*)?\/http\/server\.ts)$/;

/** A call in a file that uses a server package. */
export interface NodeCall {
	readonly site: CallSite;
	readonly made: Made;
	readonly project: Project;
	readonly evaluator: Evaluator;
	/** What the callee is, where that is something from outside (`ws#WebSocketServer`). */
	readonly externals: readonly string[];
}

/** The values before the dot of a method call. */
export function receiversOf({ made, evaluator }: NodeCall): readonly Value[] {
	const { callee } = made.call;
	return callee.k === "member"
		? evaluator.evaluate(callee.of, made.scope).map((a) => a.value)
		: [];
}

/** Calls of all files that use one of the packages, and of files beside them that receive their objects. */
export function nodeCalls(projects: Projects): readonly NodeCall[] {
	const files = new Set<string>();
	const workers = new Set<string>();
	for (const { file, code } of serverCode(projects.sources, "node")) {
		if (isServerCode(code)) files.add(file);
		if (code.calls.some(({ call }) => isSocketPair(call.callee)))
			workers.add(file);
	}
	// A durable object says nothing about the app in front of it, which need not name sockets.
	for (const file of workers)
		for (const importer of projects.sources.importersOf(file))
			if (workers.size < MOST_WORKER_FILES) workers.add(importer);
	return [...new Set([...files, ...workers])].flatMap((file) =>
		callsOf(projects, file),
	);
}

/** Files of a Worker that are followed upwards, at most. */
const MOST_WORKER_FILES = 40;

/** Every call of a file. */
export function callsOf(projects: Projects, file: string): readonly NodeCall[] {
	const project = projects.of(file);
	return projects.sources.program.code(file).flatMap((code, block) =>
		code.calls.map((fact) => {
			const site = { file, block, fact };
			return {
				site,
				made: {
					site: { file, span: fact.call.at },
					call: fact.call,
					scope: { file, block },
				},
				project,
				evaluator: project.evaluator,
				externals: isImported(fact.call.callee, code)
					? project.evaluator
							.callee(site)
							.flatMap((v) => (v.v === "external" ? [foreignName(v.name)] : []))
					: [],
			};
		}),
	);
}

/** Whether a file imports a server package, or takes part in wiring one (`server.on("upgrade")`, `io.of()`). */
function isServerCode(code: Code): boolean {
	return (
		code.imports.some((i) => !i.typeOnly && SERVER_PACKAGES.test(i.from)) ||
		code.calls.some(({ call }) => {
			const { callee } = call;
			const [first] = call.args;
			if (first?.k !== "text") return false;
			if (callee.k === "global" && callee.name === "require")
				return SERVER_PACKAGES.test(first.value);
			return (
				callee.k === "member" &&
				/^(?:on|once)$/.test(callee.name) &&
				first.value === "upgrade"
			);
		}) ||
		code.calls.some(({ call }) => isRuntimeServer(call.callee)) ||
		code.calls.some(
			({ call }) =>
				call.callee.k === "member" &&
				/^(?:listen|ws|handleUpgrade)$/.test(call.callee.name),
		)
	);
}

/** `Bun.serve`, `Deno.serve`, `Deno.upgradeWebSocket`, `new WebSocketPair()` of a Worker. */
function isRuntimeServer(callee: Expr): boolean {
	return (
		isSocketPair(callee) ||
		(callee.k === "member" &&
			callee.of.k === "global" &&
			RUNTIMES.has(callee.of.name))
	);
}

/** `new WebSocketPair()` of Cloudflare Workers. */
export function isSocketPair(callee: Expr): boolean {
	return callee.k === "global" && callee.name === "WebSocketPair";
}

/** Globals of other runtimes that serve without an import. */
const RUNTIMES = new Set(["Bun", "Deno"]);

/** Whether an expression starts at an import or `require()` of a package; others are not worth evaluating. */
function isImported(expr: Expr, code: Code, depth = 0): boolean {
	if (depth > 8) return false;
	switch (expr.k) {
		case "import":
			return isPackage(expr.from);
		case "global":
			return expr.name === "require" || RUNTIMES.has(expr.name);
		case "member":
			return isImported(expr.of, code, depth + 1);
		case "call":
			return isImported(expr.callee, code, depth + 1);
		case "ref": {
			const value = code.defs[expr.def]?.value;
			return value !== undefined && isImported(value, code, depth + 1);
		}
		default:
			return false;
	}
}

function isPackage(specifier: string): boolean {
	return !/^(?:[./~#]|@\/)/.test(specifier);
}

/** Entry of an options object; undefined when it is not given. */
export function entryOf(
	evaluator: Evaluator,
	options: Value,
	name: string,
): Thunk | Value | undefined {
	if (options.v !== "object") return undefined;
	const entry = options.entries.get(name);
	if (!entry) return undefined;
	const only = evaluator.single(entry.value);
	return only?.v === "scalar" && only.value === undefined
		? undefined
		: entry.value;
}

/** The options object of a call: the argument at `index`, undecided ones with their reason. */
export function optionsOf(
	evaluator: Evaluator,
	made: Made,
	index: number,
): { readonly objects: readonly Value[]; readonly open?: string } {
	const expr = made.call.args[index];
	if (!expr) return { objects: [] };
	const values = evaluator.evaluate(expr, made.scope).map((a) => a.value);
	const objects = values.filter((v) => v.v === "object");
	const incomplete = objects.some((o) => o.v === "object" && !o.complete);
	const other = values.find((v) => v.v !== "object" && v.v !== "scalar");
	const open = incomplete
		? "its options are not wholly known"
		: other && reasonOf(other);
	return { objects, ...(open !== undefined && { open }) };
}
