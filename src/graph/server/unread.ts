import { posix } from "node:path";
import type { PackageManifest, PythonRequirements } from "../../facts/index.js";
import type { Sources } from "../sources.js";
import { folderOf } from "./paths.js";
import { rolesOf } from "./roles.js";

/** A server of a stack that is not read: absence of routes and ports says nothing there. */
export interface UnreadServer {
	readonly folder: string;
	/** For people: "Go", "Fastify". */
	readonly stack: string;
}

/** Manifests of languages that have no extractor; a server is likely behind them. */
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
	[/^(?:conanfile\.\w+|CMakeLists\.txt)$/, "C or C++"],
	[/^platformio\.ini$/, "firmware"],
];

/** Node packages that answer sockets in ways that are not read. */
const NODE_STACKS: Readonly<Record<string, string>> = {
	fastify: "Fastify",
	"@fastify/websocket": "Fastify",
	koa: "Koa",
	hono: "Hono",
	elysia: "Elysia",
	"@hapi/hapi": "hapi",
	"uWebSockets.js": "uWebSockets.js",
	sockjs: "SockJS",
	primus: "Primus",
	"@feathersjs/socketio": "Feathers",
	"graphql-ws": "graphql-ws",
	"@apollo/server": "Apollo Server",
	"graphql-yoga": "GraphQL Yoga",
	"y-websocket": "y-websocket",
	"@hocuspocus/server": "Hocuspocus",
	partykit: "PartyKit",
	colyseus: "Colyseus",
	"@trpc/server": "tRPC",
	peer: "PeerJS server",
	"@adonisjs/core": "AdonisJS",
	meteor: "Meteor",
	crossws: "crossws",
	nitropack: "Nitro",
	"@sveltejs/adapter-node": "SvelteKit",
	"engine.io": "Engine.IO",
	faye: "Faye",
	"@deepstream/server": "deepstream",
	websocket: "websocket",
	"faye-websocket": "faye-websocket",
	"@microsoft/signalr": "SignalR",
};

/** Python packages that answer sockets in ways that are not read. */
const PYTHON_STACKS: Readonly<Record<string, string>> = {
	channels: "Django Channels",
	tornado: "Tornado",
	sanic: "Sanic",
	quart: "Quart",
	litestar: "Litestar",
	robyn: "Robyn",
	blacksheep: "BlackSheep",
	autobahn: "Autobahn",
	gradio: "Gradio",
	chainlit: "Chainlit",
	streamlit: "Streamlit",
	nicegui: "NiceGUI",
	reflex: "Reflex",
	falcon: "Falcon",
	"flask-sockets": "Flask-Sockets",
	"gevent-websocket": "gevent-websocket",
	"strawberry-graphql": "Strawberry",
	"jupyter-server": "Jupyter",
	mitmproxy: "mitmproxy",
	langgraph: "LangGraph",
};

/**
 * Folders with a server of a stack that is not read. Client-only packages that
 * happen to share a name with a server's cost findings, never truth.
 */
export function unreadServers(sources: Sources): readonly UnreadServer[] {
	const roles = rolesOf(sources);
	const found = new Map<string, UnreadServer>();
	const add = (path: string, stack: string) => {
		if (["test", "mock", "story", "example", "docs"].includes(roles.get(path) ?? "app")) return;
		const folder = folderOf(path);
		found.set(`${folder} ${stack}`, { folder, stack });
	};
	for (const { path } of sources.files) {
		const name = posix.basename(path);
		for (const [pattern, stack] of LANGUAGES) if (pattern.test(name)) add(path, stack);
	}
	for (const [path, fact] of sources.facts) {
		if (fact.kind === "package") for (const stack of nodeStacks(fact)) add(path, stack);
		if (fact.kind === "python-requirements") for (const stack of pythonStacks(fact)) add(path, stack);
	}
	return [...found.values()];
}

function nodeStacks(fact: PackageManifest): readonly string[] {
	return Object.entries(fact.dependencies).flatMap(([name, { dev }]) => {
		const stack = Object.hasOwn(NODE_STACKS, name) ? NODE_STACKS[name] : undefined;
		return stack && !dev ? [stack] : [];
	});
}

function pythonStacks(fact: PythonRequirements): readonly string[] {
	return fact.packages.flatMap(({ name }) => {
		const stack = Object.hasOwn(PYTHON_STACKS, name) ? PYTHON_STACKS[name] : undefined;
		return stack ? [stack] : [];
	});
}
