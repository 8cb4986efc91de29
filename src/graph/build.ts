import { findApps, loadedInNode } from "./app/index.js";
import { findConnections, findRequests, isReached } from "./connect/index.js";
import { findContainers } from "./container/index.js";
import { deployedNames } from "./deployed-names.js";
import { findEdges, findFronts, otherFronts } from "./edge/index.js";
import { startedFront } from "./edge/started-front.js";
import { findEnvFiles, findEnvReads, handedOn } from "./env/index.js";
import type { Connection, Graph } from "./graph.js";
import {
	findHandlers,
	httpOnlyMiddleware,
	keepAliveOf,
	openListeners,
	requestDependencies,
	socketServers,
} from "./handler/index.js";
import { loadedTogether } from "./link/loaded-together.js";
import { findServers, unreadServers } from "./server/index.js";
import { pageServers } from "./server/page-servers.js";
import { Projects } from "./server/project.js";
import type { Sources } from "./sources.js";

/** Joins all facts into the one picture rules ask about. Pure; never throws for odd input. */
export function buildGraph(sources: Sources): Graph {
	const apps = findApps(sources);
	const projects = new Projects(sources);
	const servers = findServers(sources, projects);
	const containers = findContainers(sources, apps, servers);
	const edges = findEdges(sources, apps);
	const connections = findConnections(sources, {
		apps,
		servers,
		containers,
		edges,
		fronts: findFronts(sources, apps),
		startedFront: startedFront(sources),
		pageServers: pageServers(projects, servers, apps),
		otherFronts: otherFronts(sources),
		unread: unreadServers(sources, servers),
		settings: sources.settings,
	});
	return {
		apps,
		servers,
		containers,
		edges,
		connections,
		handlers: findHandlers(projects, servers, connections),
		socketServers: socketServers(projects),
		openListeners: openListeners(projects),
		requestDependencies: requestDependencies(projects, servers),
		httpOnlyMiddleware: httpOnlyMiddleware(projects, servers),
		requests: findRequests(sources, apps),
		envFiles: findEnvFiles(sources, apps, servers),
		envReads: findEnvReads(
			sources,
			apps,
			servers,
			readsInSocketUrls(connections),
		).map((read) => ({
			...read,
			reached:
				read.runtime === "browser"
					? isReached(read.at.file, read.app, sources)
					: undefined,
		})),
		originLists: servers.flatMap((s) => s.origins),
		requirements: [...sources.facts].flatMap(([path, fact]) =>
			fact.kind === "python-requirements" ? [{ path, fact }] : [],
		),
		deployedNames: deployedNames(sources),
		fileCount: sources.files.length,
		mentions: (key) => sources.placesOf(key),
		handedOn: (key) => handedOn(sources, key),
		inReadme: (key) => sources.inReadme(key),
		loadedInNode: (file) => loadedInNode(sources, file),
		loadedTogether: (one, other) => loadedTogether(sources, one, other),
		keepAliveOf: (server) => keepAliveOf(projects, server, apps),
	};
}

/** Env reads that a socket URL went through, as `file:start` of the read. */
function readsInSocketUrls(
	connections: readonly Connection[],
): ReadonlySet<string> {
	return new Set(
		connections.flatMap((c) =>
			c.attempts.flatMap((a) =>
				a.steps.map((s) => `${s.at.file}:${s.at.span[0]}`),
			),
		),
	);
}
