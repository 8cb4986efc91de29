import { place } from "../../facts/place.js";
import type { CallSite } from "../../value/evaluator.js";
import type { Expr } from "../../value/expr.js";
import type { Server } from "../graph.js";
import { foreignName, identity } from "../server/foreign.js";
import type { Projects } from "../server/project.js";
import {
	type FunctionRef,
	functionOf,
} from "../server/python/required-query.js";
import { isJudged, isShown } from "../server/roles.js";
import { Activity } from "./activity.js";
import type { SocketHandler } from "./handler.js";
import { JAVASCRIPT } from "./methods.js";

const WS_SERVER =
	/^(?:isomorphic-)?ws#(?:WebSocketServer|Server|WebSocket\.Server)$/;

/**
 * Handlers of sockets that a Node server is given: `wss.on("connection", …)`
 * and the callback of `wss.handleUpgrade()` of the ws package, `app.ws()` of
 * express-ws.
 */
export function nodeHandlers(
	projects: Projects,
	servers: readonly Server[],
): readonly SocketHandler[] {
	const { sources } = projects;
	const found = new Map<string, SocketHandler>();
	const add = (
		site: CallSite,
		handler: Expr | undefined,
		source: string,
		title: string,
	) => {
		if (!handler || !isJudged(sources, site.file)) return;
		const scope = { file: site.file, block: site.block };
		const { evaluator } = projects.of(site.file);
		for (const { value } of evaluator.evaluate(handler, scope))
			for (const fn of functionOf(value)) {
				const key = `${fn.file}#${fn.block}#${fn.fn}`;
				const param = sources.program.code(fn.file)[fn.block]?.functions[fn.fn]
					?.params[0];
				if (!param || found.has(key)) continue;
				const activity = new Activity(projects, JAVASCRIPT);
				activity.names.addParam(fn.file, fn.block, fn.fn, 0);
				const events = activity.run(fn);
				const server = serverAt(site, servers);
				const gap = activity.gap ?? strangeListener(activity, fn);
				found.set(key, {
					runtime: "node",
					at: place(fn.file, param.at),
					under: [],
					title,
					...(server && { server }),
					source,
					live: !isShown(sources, site.file),
					events,
					...(gap !== undefined && { gap }),
				});
			}
	};
	for (const method of ["on", "addListener", "handleUpgrade"])
		for (const site of sources.callsNamed(method)) {
			if (site.file.endsWith(".py")) continue;
			const { args } = site.fact.call;
			const [first] = args;
			const isConnection = first?.k === "text" && first.value === "connection";
			if (method !== "handleUpgrade" && !isConnection) continue;
			const source = wsServerOf(site, projects);
			if (source !== undefined)
				add(
					site,
					method === "handleUpgrade" ? args[3] : args[1],
					source,
					"connection",
				);
		}
	const socketRoutes = new Map(
		servers
			.filter((s) => s.kind === "express-ws")
			.flatMap((s) => s.routes.items)
			.map((route) => [`${route.at.file}:${route.at.span[0]}`, route.path]),
	);
	for (const site of socketRoutes.size > 0 ? sources.callsNamed("ws") : []) {
		const [path, ...handlers] = site.fact.call.args;
		const key = `${site.file}:${path?.at[0]}`;
		const title = socketRoutes.get(key);
		if (title !== undefined) add(site, handlers.at(-1), key, title);
	}
	return [...found.values()];

	/** An error listener of something unknown may be the socket's, by a way that is not followed. */
	function strangeListener(
		{ names }: Activity,
		{ file, block }: FunctionRef,
	): string | undefined {
		const { evaluator } = projects.of(file);
		const code = sources.program.code(file)[block];
		const isStrange = (expr: Expr) =>
			code !== undefined &&
			!names.has(expr, { file, block, code }) &&
			evaluator
				.evaluate(expr, { file, block })
				.some(({ value }) => value.v === "unknown");
		const strange = code?.calls.some(
			({ call: { callee, args } }) =>
				callee.k === "member" &&
				JAVASCRIPT.listens.test(callee.name) &&
				args[0]?.k === "text" &&
				args[0].value === "error" &&
				isStrange(callee.of),
		);
		return strange
			? "its file listens to errors of something that is not followed"
			: undefined;
	}
}

/** The WebSocketServer before the dot, named by the place it is made at. */
function wsServerOf(site: CallSite, projects: Projects): string | undefined {
	const { callee } = site.fact.call;
	if (callee.k !== "member") return undefined;
	const { evaluator } = projects.of(site.file);
	for (const { value } of evaluator.evaluate(callee.of, {
		file: site.file,
		block: site.block,
	}))
		if (value.v === "made" && WS_SERVER.test(foreignName(value.by)))
			return identity(value.made);
	return undefined;
}

function serverAt(
	site: CallSite,
	servers: readonly Server[],
): Server | undefined {
	return (
		servers.find((s) => s.at.file === site.file) ??
		servers.find((s) => s.root !== "" && site.file.startsWith(`${s.root}/`))
	);
}
