import type { Step } from "../../../value/value.js";
import type { Collection, Route } from "../../graph.js";
import type { Projects } from "../project.js";
import {
	enginePath,
	pathParameters,
	starlettePattern,
} from "../route-pattern.js";
import type { AsgiMap, AsgiNode } from "./asgi-node.js";
import { checkedQuery } from "./checked-query.js";
import { comparedSecrets } from "./compared-secrets.js";
import { demandedSecrets } from "./demanded-secrets.js";
import { type FunctionRef, requiredQuery } from "./required-query.js";

/** Includes nested deeper than this are a cycle. */
const DEEPEST_INCLUDE = 12;

/**
 * The socket routes of an app as a client dials them: prefixes of includes, of
 * routers and of mounts concatenated as they are written (F14).
 */
export function composedRoutes(
	app: AsgiNode,
	map: AsgiMap,
	projects: Projects,
): Collection<Route> {
	const routes: Route[] = [];
	const gaps = new Set<string>();
	walk(app, [], 0, projects, routes, gaps);
	const home = projects.of(app.made.site.file).root;
	for (const stray of map.strays)
		if (stray.project.root === home) gaps.add(stray.reason);
	const [reason] = gaps;
	return {
		items: unique(routes),
		complete: gaps.size === 0,
		...(reason !== undefined && { reason }),
	};
}

/** Routes of routers that no app of their project includes, under the prefixes of their own. */
export function unmountedRoutes(
	apps: readonly AsgiNode[],
	map: AsgiMap,
	projects: Projects,
): readonly Route[] {
	const reached = new Set<AsgiNode>();
	const visit = (node: AsgiNode) => {
		if (reached.has(node)) return;
		reached.add(node);
		for (const child of node.children) visit(child.node);
	};
	for (const node of map.nodes.values()) if (node.role === "app") visit(node);
	const home = apps[0] && projects.of(apps[0].made.site.file).root;
	const routes: Route[] = [];
	for (const node of map.nodes.values())
		if (
			node.role === "router" &&
			!reached.has(node) &&
			projects.of(node.made.site.file).root === home
		)
			walk(node, [], DEEPEST_INCLUDE, projects, routes, new Set());
	return unique(routes);
}

/** Whether a socket route or something unknown stands in a node or below it. Where not, nobody asks for its prefixes. */
function holdsSockets(
	node: AsgiNode,
	above: readonly AsgiNode[] = [],
): boolean {
	if (above.includes(node)) return false;
	return (
		node.routes.length > 0 ||
		node.engines.length > 0 ||
		node.gaps.length > 0 ||
		node.children.some((child) => holdsSockets(child.node, [...above, node]))
	);
}

function walk(
	node: AsgiNode,
	above: readonly Step[],
	depth: number,
	projects: Projects,
	routes: Route[],
	gaps: Set<string>,
	prefix = "",
): void {
	for (const gap of node.gaps) gaps.add(gap);
	if (!holdsSockets(node)) return;
	const { program } = projects.sources;
	const { known, gap } = node.prefix();
	if (gap) gaps.add(gap);
	for (const own of known.length > 0 ? known : [undefined]) {
		const start = prefix + (own?.value ?? "");
		const via =
			own && own.value !== ""
				? [...above, { at: own.at, label: `prefix ${own.value}` }]
				: above;
		for (const { path, endpoint } of node.routes) {
			const full = start + path.value;
			routes.push({
				path: full,
				at: path.at,
				via,
				protocol: "websocket",
				matches: starlettePattern(full),
				...(endpoint && { endpoint, ...checks(projects, endpoint, full) }),
				requiredQuery: endpoint
					? requiredQuery(
							program,
							projects.of(endpoint.file).evaluator,
							endpoint,
							pathParameters(full),
						)
					: [],
			});
		}
		for (const engine of node.engines)
			routes.push(engineRoute(engine.path.value, start, engine.path.at, via));
		if (depth >= DEEPEST_INCLUDE) continue;
		for (const child of node.children) {
			if (!holdsSockets(child.node) && child.node.gaps.length === 0) continue;
			const below = child.prefix();
			if (below.gap) gaps.add(below.gap);
			for (const { value, at } of below.known)
				walk(
					child.node,
					value === ""
						? via
						: [...via, { at, label: `included under ${value}` }],
					depth + 1,
					projects,
					routes,
					gaps,
					start + value,
				);
		}
	}
}

function checks(
	projects: Projects,
	endpoint: FunctionRef,
	path: string,
): Pick<Route, "checkedQuery" | "comparedSecrets" | "demandedSecrets"> {
	const { program } = projects.sources;
	const { evaluator } = projects.of(endpoint.file);
	const asked = checkedQuery(
		program,
		evaluator,
		endpoint,
		pathParameters(path),
	);
	const compared = comparedSecrets(program, evaluator, endpoint);
	const demanded = demandedSecrets(program, evaluator, endpoint);
	return {
		...(asked.length > 0 && { checkedQuery: asked }),
		...(compared.length > 0 && { comparedSecrets: compared }),
		...(demanded.length > 0 && { demandedSecrets: demanded }),
	};
}

/**
 * `ASGIApp` below a mount: engineio versions differ in whether they see the
 * whole path or the rest of it, so everything below the mount counts.
 */
function engineRoute(
	path: string,
	mount: string,
	at: Route["at"],
	via: readonly Step[],
): Route {
	const own = `/${path.replace(/^\/+|\/+$/g, "")}`;
	const full =
		own.startsWith(`${mount}/`) || mount === ""
			? own
			: mount + (own === "/" ? "" : own);
	return {
		path: full,
		at,
		via,
		protocol: "socket.io",
		matches: enginePath(mount === "" ? own : mount),
		requiredQuery: [],
	};
}

function unique(routes: readonly Route[]): readonly Route[] {
	const seen = new Set<string>();
	return routes.filter((route) => {
		const key = `${route.path} ${route.at.file}:${route.at.span[0]}`;
		return !seen.has(key) && seen.add(key);
	});
}
