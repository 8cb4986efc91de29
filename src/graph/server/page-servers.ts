import type { Code } from "../../facts/code.js";
import { type Place, place } from "../../facts/place.js";
import type { CallSite } from "../../value/evaluator.js";
import type { CallExpr, Expr } from "../../value/expr.js";
import type { App, Server } from "../graph.js";
import { calleeName, foreignName, identity, pythonName } from "./foreign.js";
import type { Projects } from "./project.js";
import { isJudged, isShown } from "./roles.js";
import { subexpressions } from "./subexpressions.js";

/** A server that hands out what an app's build made, below `/`. */
export interface PageServer {
	readonly app: App;
	readonly server: Server;
	/** The call that names the folder. */
	readonly at: Place;
}

/** Packages with which a Node server passes requests on to another one. */
const FORWARDING = ["createProxyMiddleware", "createProxyServer", "httpProxy"];

const DEEPEST = 6;

/**
 * The servers of the repository that serve a build themselves:
 * `app.mount("/", StaticFiles(directory=…))` of FastAPI and Starlette,
 * `app.use(express.static(…))`. Only where the folder is an app's own, and the
 * server forwards nothing.
 */
export function pageServers(
	projects: Projects,
	servers: readonly Server[],
	apps: readonly App[],
): readonly PageServer[] {
	const { sources } = projects;
	return [
		...mounts("mount", /^(?:fastapi|starlette)#StaticFiles$/, pythonName),
		...(FORWARDING.some((name) => sources.callsNamed(name).length > 0)
			? []
			: mounts("use", /^(?:express#static|serve-static#)$/, foreignName)),
	];

	function mounts(
		method: string,
		files: RegExp,
		nameOf: (name: string) => string,
	): readonly PageServer[] {
		return sources.callsNamed(method).flatMap((site) => {
			const { file } = site;
			if (!isJudged(sources, file) || isShown(sources, file)) return [];
			const made = servedFolder(site, (call) =>
				projects
					.of(file)
					.evaluator.evaluate(call.callee, { file, block: site.block })
					.some(
						({ value }) =>
							value.v === "external" && files.test(nameOf(value.name)),
					),
			);
			const code = sources.program.code(file)[site.block];
			const tail = made && code && tailOf(made, code);
			const server = tail && serverOf(site);
			const app = tail && apps.find((a) => isOutput(a, tail));
			return server && app
				? [{ app, server, at: place(file, site.fact.call.at) }]
				: [];
		});
	}

	/** The server that is the receiver of the call; in Node the only one of the package. */
	function serverOf({ file, block, fact }: CallSite): Server | undefined {
		const { callee } = fact.call;
		const { evaluator, root, runtime } = projects.of(file);
		if (callee.k !== "member") return undefined;
		const made = evaluator
			.evaluate(callee.of, { file, block })
			.flatMap(({ value }) =>
				value.v === "made" ? [identity(value.made)] : [],
			);
		const live = servers.filter((s) => s.live);
		if (runtime === "python")
			return live.find((s) => made.includes(`${s.at.file}:${s.at.span[0]}`));
		const own = live.filter(
			(s) => s.root === root && s.world.runtime === "node",
		);
		return own.length === 1 ? own[0] : undefined;
	}
}

/** The folder of a file server that a call puts at `/`. */
function servedFolder(
	{ fact }: CallSite,
	isFileServer: (call: CallExpr) => boolean,
): Expr | undefined {
	const [first, second] = fact.call.args;
	const isAtRoot = first?.k === "text" && /^\/?$/.test(first.value);
	const served = isAtRoot ? second : first;
	return served?.k === "call" &&
		/^(?:StaticFiles|static|serveStatic)$/.test(calleeName(served)) &&
		isFileServer(served)
		? (served.named?.directory ?? served.args[0])
		: undefined;
}

/** The names that a path ends with: `client/dist` of `path.join(__dirname, "..", "client", "dist")`. */
function tailOf(expr: Expr, code: Code, depth = 0): string | undefined {
	const parts = [...subexpressions(expr)].flatMap((part) => {
		if (part.k === "text") return part.value.split("/");
		const value = part.k === "ref" ? code.defs[part.def]?.value : undefined;
		return value && depth < DEEPEST
			? (tailOf(value, code, depth + 1)?.split("/") ?? [])
			: [];
	});
	const names = parts.filter((part) => part !== "" && part !== ".");
	const from = names.lastIndexOf("..") + 1;
	const tail = names.slice(from).join("/");
	return tail === "" ? undefined : tail;
}

/** One name alone may be any folder's, unless the app stands at the top. */
function isOutput({ outDir }: App, tail: string): boolean {
	if (outDir === undefined) return false;
	return outDir === tail || (tail.includes("/") && outDir.endsWith(`/${tail}`));
}
