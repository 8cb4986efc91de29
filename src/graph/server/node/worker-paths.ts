import type { Code } from "../../../facts/code.js";
import type { Place } from "../../../facts/place.js";
import type { Expr } from "../../../value/expr.js";
import type { Route } from "../../graph.js";
import { folderOf, join } from "../paths.js";
import { anyRoute, socketRoute } from "../route-pattern.js";
import type { NodeCall } from "./calls.js";
import type { NodeHosts } from "./hosts.js";
import { type FunctionValue, guardUpTo, isInside } from "./inside.js";
import { type GuardedPaths, guardedPaths } from "./upgrade-guard.js";
import { isForward } from "./worker-handlers.js";

/** Callers that are followed, at most: inside each other, and in all. */
const DEEPEST = 6;
const MOST_SPOTS = 300;

/** A module that the runtime hands requests to. */
export interface WorkerEntry {
	readonly file: string;
	readonly fetch: FunctionValue;
	/** It, and what it imports. */
	readonly files: ReadonlySet<string>;
}

/** Where inside a worker something happens. */
interface Spot {
	readonly file: string;
	readonly block: number;
	readonly fn: number | undefined;
	readonly guard: Expr | undefined;
	readonly at: Place;
}

/** One worker: for which requests its functions run. */
export class Worker {
	#spots = 0;

	constructor(
		readonly hosts: NodeHosts,
		readonly entry: WorkerEntry,
	) {}

	/** Paths of the requests that a socket is made for. */
	pathsAt(pair: NodeCall): GuardedPaths {
		const { fact } = pair.site;
		return this.#paths({
			file: pair.site.file,
			block: pair.site.block,
			fn: fact.fn,
			guard: fact.guard,
			at: pair.made.site,
		});
	}

	/** A package that is given the request: it may make sockets of its own. */
	stranger(): string | undefined {
		for (const { site, made, externals } of this.hosts.calls) {
			const code = this.entry.files.has(site.file) && this.#code(site);
			if (code && made.call.args.some((arg) => isRequest(arg, code)))
				for (const name of externals)
					if (!name.startsWith("global#"))
						return `${name.replace("#", " ").trim()} is given requests and may answer sockets`;
		}
		return undefined;
	}

	/**
	 * HTML files that the worker's modules import, to send them. A module is
	 * uploaded under its name, so that one without `./` lies beside its importer.
	 */
	pages(): readonly string[] {
		const { paths, sources } = this.hosts.projects;
		return [...this.entry.files].flatMap((file) =>
			sources.program.code(file).flatMap(({ imports }) =>
				imports.flatMap(({ from }) => {
					const page = join(folderOf(file), from);
					return /\.html?$/.test(from) && paths.has(page) ? [page] : [];
				}),
			),
		);
	}

	#paths(spot: Spot, depth = 0): GuardedPaths {
		const code = this.#code(spot);
		if (!code || depth > DEEPEST || this.#spots++ > MOST_SPOTS)
			return unknown(spot.at);
		const top = outermost(code, spot.fn);
		const tests = guardUpTo(code, spot.guard, spot.fn, undefined);
		const here = guardedPaths(
			tests,
			code,
			{ file: spot.file, block: spot.block },
			this.hosts.projects.of(spot.file).evaluator,
			spot.at,
		);
		if (top === undefined) return here;
		if (this.#isEntry(spot, code)) return here;
		const fact = code.functions[top];
		if (fact?.cls !== undefined && fact.name === "fetch")
			return this.#forwarded(spot, here, depth);
		const calling = this.#calling(spot, fact?.name ?? "", top, depth);
		return isAny(here) ? calling : both(calling, here);
	}

	/** Paths for which something calls a function of the worker. */
	#calling(spot: Spot, name: string, fn: number, depth: number): GuardedPaths {
		if (name === "") return unknown(spot.at);
		const { program } = this.hosts.projects.sources;
		const calls = program.callsNamed(name, spot.file).sites.filter((site) =>
			this.hosts.projects
				.of(site.file)
				.evaluator.callee(site)
				.some(
					(v) =>
						v.v === "function" &&
						v.file === spot.file &&
						v.block === spot.block &&
						v.fn === fn,
				),
		);
		return calls.length === 0
			? unknown(spot.at)
			: union(
					calls.map(({ file, block, fact }) =>
						this.#paths(
							{ file, block, fn: fact.fn, guard: fact.guard, at: spot.at },
							depth + 1,
						),
					),
				);
	}

	/**
	 * A durable object sees what the worker hands on: the request itself, then
	 * both have their say, or one with a URL of the worker's making, then only
	 * what the worker tests is about the URL that the client dials.
	 */
	#forwarded(spot: Spot, inside: GuardedPaths, depth: number): GuardedPaths {
		const sites = this.hosts.calls.filter(({ site, made }) => {
			const code = this.entry.files.has(site.file) && this.#code(site);
			return code && isForward(made.call.callee, code);
		});
		if (sites.length === 0) return unknown(spot.at);
		return union(
			sites.map((call) => {
				const { file, block, fact } = call.site;
				const outside = this.#paths(
					{ file, block, fn: fact.fn, guard: fact.guard, at: spot.at },
					depth + 1,
				);
				const code = this.#code(call.site);
				const [given] = call.made.call.args;
				if (code && given && isRequest(given, code))
					return isAny(outside)
						? inside
						: isAny(inside)
							? outside
							: both(outside, inside);
				return {
					routes: inside.routes.map(below),
					open: "a durable object is given another URL than the worker got",
				};
			}),
		);
	}

	#isEntry({ file, block, fn }: Spot, code: Code): boolean {
		const { fetch } = this.entry;
		return (
			file === fetch.file &&
			block === fetch.block &&
			isInside(code, fn, fetch.fn)
		);
	}

	readonly #code = ({
		file,
		block,
	}: {
		readonly file: string;
		readonly block: number;
	}): Code | undefined => this.hosts.projects.sources.program.code(file)[block];
}

/** The function at the top of the module that a place is in. */
function outermost(code: Code, fn: number | undefined): number | undefined {
	let top = fn;
	for (
		let outer = top;
		outer !== undefined;
		outer = code.functions[outer]?.outer
	)
		top = outer;
	return top;
}

/** The request as it came: a parameter, or what a framework's context calls its raw one. */
function isRequest(expr: Expr, code: Code): boolean {
	if (expr.k === "param") return true;
	if (expr.k === "ref") {
		const value = code.defs[expr.def]?.value;
		return value !== undefined && isRequest(value, code);
	}
	return expr.k === "member" && /^(?:raw|request|req)$/.test(expr.name);
}

function isAny({ routes, open }: GuardedPaths): boolean {
	return open === undefined && routes.every((r) => r.path === "*");
}

function unknown(at: Place): GuardedPaths {
	return {
		routes: [anyRoute(at)],
		open: "for which paths it makes a socket is not followed",
	};
}

function union(all: readonly GuardedPaths[]): GuardedPaths {
	const open = all.find((a) => a.open !== undefined)?.open;
	return {
		routes: all.flatMap((a) => a.routes),
		...(open !== undefined && { open }),
	};
}

/** Paths that two tests, one after the other, let through. */
function both(outside: GuardedPaths, inside: GuardedPaths): GuardedPaths {
	const open = outside.open ?? inside.open;
	return {
		routes: inside.routes.map((route) => ({
			...route,
			matches: (path) =>
				route.matches(path) && outside.routes.some((r) => r.matches(path)),
		})),
		...(open !== undefined && { open }),
	};
}

/** What a durable object tests, behind a beginning that the worker cuts off. */
function below(route: Route): Route {
	return route.path === "*"
		? route
		: {
				...socketRoute(`*${route.path}`, route.at, (path) =>
					path
						.split("/")
						.some((_, i, all) =>
							route.matches(`/${all.slice(i + 1).join("/")}`),
						),
				),
				wide: true,
			};
}
