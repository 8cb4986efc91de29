import { posix } from "node:path";
import type { PackageManifest, PythonRequirements } from "../../facts/index.js";
import type { Server } from "../graph.js";
import type { Sources } from "../sources.js";
import { isReadLightly, readStacks } from "./other/servers.js";
import { folderOf, within } from "./paths.js";
import { serverCode } from "./project.js";
import { isJudged, isShown } from "./roles.js";

/** A server of a stack that is not read: absence of routes and ports says nothing there. */
export interface UnreadServer {
	readonly folder: string;
	/** For people: "Go", "Fastify". */
	readonly stack: string;
}

/** The native half of a desktop or mobile app: it shows the page and serves nothing. */
const DESKTOP = /(?:^|\/)(?:src-tauri|android|ios)\//;

/** Manifests of languages whose values are not followed; a server is likely behind them. */
const LANGUAGES: readonly (readonly [RegExp, string])[] = [
	[/^go\.mod$/, "Go"],
	[/^(?:pom\.xml|build\.gradle(?:\.kts)?)$/, "Java or Kotlin"],
	[/^Gemfile$/, "Ruby"],
	[/^mix\.exs$/, "Elixir"],
	[/^Cargo\.toml$/, "Rust"],
	[/\.(?:cs|fs)proj$/, ".NET"],
	[/^composer\.json$/, "PHP"],
	[/^Package\.swift$/, "Swift"],
	[/^(?:wrangler\.(?:toml|jsonc?))$/, "Cloudflare Workers"],
	[/^deno\.jsonc?$/, "Deno"],
	[/^partykit\.json$/, "PartyKit"],
	[/^(?:build\.sbt)$/, "Scala"],
	[/^(?:project\.clj|deps\.edn)$/, "Clojure"],
	[/^platformio\.ini$/, "firmware"],
];

/** Base images of stages that build or run such a program. */
const IMAGES: readonly (readonly [RegExp, string])[] = [
	[/(?:^|\/)golang\b/, "Go"],
	[/(?:^|\/)rust\b/, "Rust"],
	[
		/(?:^|\/)(?:openjdk|eclipse-temurin|maven|gradle|amazoncorretto)\b/,
		"Java or Kotlin",
	],
	[/(?:^|\/)(?:ruby|rails)\b/, "Ruby"],
	[/(?:^|\/)(?:elixir|hexpm\/elixir|erlang)\b/, "Elixir"],
	[/(?:^|\/)dotnet\//, ".NET"],
	[/(?:^|\/)php\b/, "PHP"],
	[/(?:^|\/)swift\b/, "Swift"],
];

/** Node packages that answer sockets in ways that are not read; none of them is used in a page. */
const NODE_STACKS: Readonly<Record<string, string>> = {
	fastify: "Fastify",
	"@fastify/websocket": "Fastify",
	"koa-websocket": "Koa",
	"koa-easy-ws": "Koa",
	"@hono/node-server": "Hono",
	"@hono/node-ws": "Hono",
	elysia: "Elysia",
	"@hapi/hapi": "hapi",
	"uWebSockets.js": "uWebSockets.js",
	"hyper-express": "hyper-express",
	sockjs: "SockJS",
	"@feathersjs/socketio": "Feathers",
	"@hocuspocus/server": "Hocuspocus",
	partykit: "PartyKit",
	colyseus: "Colyseus",
	peer: "PeerJS server",
	"@adonisjs/core": "AdonisJS",
	sails: "Sails",
	"meteor-node-stubs": "Meteor",
};

/** Python packages that answer sockets in ways that are not read. */
const PYTHON_STACKS: Readonly<Record<string, string>> = {
	channels: "Django Channels",
	sanic: "Sanic",
	quart: "Quart",
	litestar: "Litestar",
	robyn: "Robyn",
	blacksheep: "BlackSheep",
	autobahn: "Autobahn",
	nicegui: "NiceGUI",
	reflex: "Reflex",
	"flask-sockets": "Flask-Sockets",
	"gevent-websocket": "gevent-websocket",
	ws4py: "ws4py",
};

/** Python modules that serve sockets when they are imported; as a mere requirement they say little. */
const PYTHON_MODULES: readonly (readonly [RegExp, string])[] = [
	[/^tornado\.(?:web|websocket|httpserver)$/, "Tornado"],
	[/^gradio$/, "Gradio"],
	[/^chainlit(?:\.server)?$/, "Chainlit"],
	[/^streamlit$/, "Streamlit"],
	[/^strawberry\.(?:fastapi|asgi|channels)$/, "Strawberry"],
	[/^channels\.routing$/, "Django Channels"],
	[/^ws4py\b/, "ws4py"],
];

/** Paths that bring a program into an image, as opposed to a single script. */
const PROGRAM_SOURCES =
	/^(?:\.\/?|.*\/)$|(?:^|\/)(?:go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|mix\.exs|composer\.json|Package\.swift|[^/]*\.csproj|src)$/;

/**
 * Folders with a server of a stack that is not read, as manifests, images and
 * imports show it. One too many costs findings, one too few costs truth: a stack
 * that is read lightly counts as read only where all of it is known.
 */
export function unreadServers(
	sources: Sources,
	servers: readonly Server[] = [],
): readonly UnreadServer[] {
	const found = new Map<string, UnreadServer>();
	const read = readStacks(sources, servers);
	const add = (path: string, stack: string) => {
		if (read.has(stack) || DESKTOP.test(path)) return;
		if (!isJudged(sources, path) || isShown(sources, path)) return;
		const folder = folderOf(path);
		if (!isReadLightly(stack) && isFound(servers, stack, folder)) return;
		found.set(`${folder} ${stack}`, { folder, stack });
	};
	for (const { path } of sources.files) {
		const name = posix.basename(path);
		for (const [pattern, stack] of LANGUAGES)
			if (pattern.test(name)) add(path, stack);
	}
	for (const [path, fact] of sources.facts) {
		if (fact.kind === "dockerfile")
			for (const { from, copies } of fact.stages)
				for (const [pattern, stack] of IMAGES)
					if (
						pattern.test(from) &&
						copies.some((c) => PROGRAM_SOURCES.test(c.from))
					)
						add(path, stack);
		if (fact.kind === "package")
			for (const stack of nodeStacks(fact)) add(path, stack);
		if (fact.kind === "python-requirements")
			for (const stack of pythonStacks(fact)) add(path, stack);
	}
	for (const { file, code } of serverCode(sources, "python"))
		for (const { from } of code.imports)
			for (const [pattern, stack] of PYTHON_MODULES)
				if (pattern.test(from)) add(file, stack);
	return [...found.values()];
}

/** Frameworks whose apps a runtime may serve. */
const RUN_BY: Readonly<Record<string, readonly string[]>> = {
	"Cloudflare Workers": ["Hono"],
};

/** Whether a server of the stack (`api (Sanic)`) was found for the folder: it says itself what is not known about it. */
function isFound(
	servers: readonly Server[],
	stack: string,
	folder: string,
): boolean {
	const names = [stack, ...(RUN_BY[stack] ?? [])];
	return servers.some(
		({ title, root }) =>
			names.some((name) => title.endsWith(`(${name})`)) &&
			(within(folder, root) || within(root, folder)),
	);
}

function nodeStacks(fact: PackageManifest): readonly string[] {
	return Object.entries(fact.dependencies).flatMap(([name, { dev }]) => {
		const stack = Object.hasOwn(NODE_STACKS, name)
			? NODE_STACKS[name]
			: undefined;
		return stack && !dev ? [stack] : [];
	});
}

function pythonStacks(fact: PythonRequirements): readonly string[] {
	return fact.packages.flatMap(({ name }) => {
		const stack = Object.hasOwn(PYTHON_STACKS, name)
			? PYTHON_STACKS[name]
			: undefined;
		return stack ? [stack] : [];
	});
}
