import type {
	Literal,
	RegisteredRoute,
	RouterBase,
} from "../../../facts/server-source.js";
import type { Step } from "../../../value/value.js";
import type { Collection, Route } from "../../graph.js";
import { pathPattern } from "./patterns.js";
import type { Program, ProgramFile } from "./programs.js";

interface Placed extends Literal {
	readonly file: string;
}

/** The socket routes of a program, and the names of their frameworks. */
export interface ProgramRoutes {
	readonly routes: Collection<Route>;
	readonly frameworks: ReadonlySet<string>;
}

/**
 * Joins registrations and the functions that open sockets by name: a route is a
 * socket's when its handler is, or calls, a function that upgrades. All are
 * known when every such function is on a route whose path is literal.
 */
export function routesOf(program: Program): ProgramRoutes {
	const opening = openingFunctions(program);
	const gaps = [
		...(program.gap ? [program.gap] : []),
		...program.files.flatMap(({ fact }) => fact.gaps.map((g) => g.reason)),
	];
	const routes: Route[] = [];
	const frameworks = new Set<string>();
	const handlers = new Set<string>();
	const bases = basePaths(program);
	for (const file of program.files)
		for (const route of file.fact.routes) {
			if (!route.socket && !route.handlers.some((h) => opening.has(h)))
				continue;
			for (const name of route.handlers) handlers.add(name);
			frameworks.add(route.framework);
			const { paths, open } = pathsOf(program, file, route, bases);
			for (const path of paths) routes.push(socketRoute(path, route));
			if (open) gaps.push("the path of a route is not a literal");
		}
	const reached = calledFrom(program, handlers);
	const astray = program.files
		.flatMap(({ fact }) => fact.functions)
		.find((f) => f.upgrades && !reached.has(f.name));
	if (astray)
		gaps.push(`which route ${astray.name || "a socket"} is on is not known`);
	const [reason] = gaps;
	return {
		routes: {
			items: unique(routes),
			complete: reason === undefined,
			...(reason !== undefined && { reason }),
		},
		frameworks,
	};
}

/** Names of functions that upgrade, or call one that does. */
function openingFunctions(program: Program): ReadonlySet<string> {
	const functions = program.files.flatMap(({ fact }) => fact.functions);
	const names = new Set(functions.flatMap((f) => (f.upgrades ? [f.name] : [])));
	for (let before = -1; before !== names.size; ) {
		before = names.size;
		for (const { name, calls } of functions)
			if (calls.some((c) => names.has(c))) names.add(name);
	}
	return names;
}

function calledFrom(
	program: Program,
	handlers: ReadonlySet<string>,
): ReadonlySet<string> {
	const functions = program.files.flatMap(({ fact }) => fact.functions);
	const reached = new Set(handlers);
	for (let before = -1; before !== reached.size; ) {
		before = reached.size;
		for (const { name, calls } of functions)
			if (reached.has(name)) for (const call of calls) reached.add(call);
	}
	return reached;
}

/** Prefixes of the whole program, when its settings give any. */
function basePaths(program: Program): readonly (readonly Placed[])[] {
	const found = program.files.flatMap(({ file, fact }) =>
		fact.basePath ? [[{ ...fact.basePath, file }]] : [],
	);
	return found.length > 0 ? found : [[]];
}

interface Paths {
	readonly paths: readonly (readonly Placed[])[];
	readonly open: boolean;
}

function pathsOf(
	program: Program,
	{ file }: ProgramFile,
	{ parts, base }: RegisteredRoute,
	bases: readonly (readonly Placed[])[],
): Paths {
	if (!parts) return { paths: [], open: true };
	const above = prefixesOf(program, base, new Set());
	return {
		open: above.open,
		paths: bases.flatMap((first) =>
			above.paths.map((prefix) => [
				...first,
				...prefix,
				...placed(file, parts),
			]),
		),
	};
}

function prefixesOf(
	program: Program,
	base: RouterBase,
	seen: ReadonlySet<string>,
): Paths {
	if (base.kind === "root") return { paths: [[]], open: false };
	if (base.kind === "unknown" || seen.has(`${base.fn} ${base.index}`))
		return { paths: [], open: true };
	const within = new Set([...seen, `${base.fn} ${base.index}`]);
	const paths: (readonly Placed[])[] = [];
	let open = false;
	for (const { file, fact } of program.files)
		for (const given of fact.handed) {
			if (given.fn !== base.fn || given.index !== base.index) continue;
			const above = prefixesOf(program, given.base, within);
			open ||= above.open || given.parts === undefined;
			for (const prefix of above.paths)
				if (given.parts) paths.push([...prefix, ...placed(file, given.parts)]);
		}
	return { paths, open: open || paths.length === 0 };
}

function placed(file: string, parts: readonly Literal[]): readonly Placed[] {
	return parts.map((part) => ({ ...part, file }));
}

function socketRoute(parts: readonly Placed[], route: RegisteredRoute): Route {
	const written = parts.map((p) => p.value).join("");
	const path = normalised(written, route.framework);
	const last = parts.at(-1);
	const via = parts.slice(0, -1).map(
		(part): Step => ({
			at: { file: part.file, span: part.at },
			label: `below ${part.value}`,
		}),
	);
	const matches = pathPattern(route.style, path);
	// chi answers a sub-router's "/" with and without the slash (Mux.Mount).
	const bare =
		route.framework === "chi" && last?.value === "/" && parts.length > 1
			? pathPattern(route.style, path.replace(/\/$/, ""))
			: undefined;
	return {
		path,
		at: { file: last?.file ?? "", span: last?.at ?? route.at },
		via,
		protocol: "websocket",
		matches: (asked) => matches(asked) || (bare?.(asked) ?? false),
		wide: isWide(route.style, path),
		requiredQuery: [],
	};
}

/** Whether paths of another shape than the written one match too. */
function isWide(style: RegisteredRoute["style"], path: string): boolean {
	return (
		/^(?:prefix|mounted|sockjs)$/.test(style) ||
		(style === "servemux" && path.endsWith("/")) ||
		/\*|\.\.\.\}|\{\w+:/.test(path)
	);
}

/** `GET /ws` and `example.com/ws` of Go's ServeMux name a method and a host before the path; gin and Spring put one slash between parts. */
function normalised(written: string, framework: string): string {
	const path =
		framework === "net/http" ? written.replace(/^[A-Z]+ +/, "") : written;
	const joined = path.replace(/\/{2,}/g, "/");
	const slash = joined.indexOf("/");
	return slash > 0 && framework === "net/http"
		? joined.slice(slash)
		: slash === 0
			? joined
			: `/${joined}`;
}

function unique(routes: readonly Route[]): readonly Route[] {
	const seen = new Set<string>();
	return routes.filter((r) => {
		const key = `${r.path} ${r.at.file}:${r.at.span[0]}`;
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}
