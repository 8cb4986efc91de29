import type { Flaw } from "../graph/address.js";
import type {
	App,
	Attempt,
	EdgeLocation,
	Framework,
	Graph,
	Listen,
	Server,
	ServerKind,
} from "../graph/graph.js";
import type { Fault, Verdict } from "../graph/verdict.js";
import type { Message } from "../rule/finding.js";
import { readable } from "../value/text.js";
import type { Scenario } from "../value/world.js";

/** A verdict as one sentence without its final stop. */
export function sayVerdict(verdict: Verdict): string {
	switch (verdict.kind) {
		case "reaches":
			return verdict.why === ""
				? sayReached(verdict)
				: `reaches: ${verdict.why}`;
		case "third-party":
			return `leaves this repository for ${verdict.host}`;
		case "cannot-reach":
			return readable(`cannot reach: ${sayFault(verdict.fault)}`);
		case "unknown":
			return `unknown: ${verdict.reason}`;
	}
}

function sayReached({
	server,
	route,
}: Extract<Verdict, { kind: "reaches" }>): string {
	const where = server ? sayServer(server) : "its server";
	return `reaches ${where}${route ? ` at ${route.path}` : ""}`;
}

/** Why a connection cannot be made. */
export function sayFault(fault: Fault): string {
	switch (fault.code) {
		case "malformed":
			return sayFlaw(fault.flaw);
		case "relative-rejected":
			return `${fault.runtime} rejects a URL without a scheme`;
		case "no-proxy-key":
			return `the dev server's proxy has no entry for ${fault.path}, so the socket hangs there`;
		case "proxy-without-upgrade":
			return `the proxy entry "${fault.entry.key}" covers ${fault.path} and does not forward WebSocket upgrades`;
		case "key-never-matches":
			return `the proxy entry "${fault.entry.key}" never matches ${fault.path}: ${fault.why}`;
		case "shadowed":
			return `the proxy entry "${fault.entry.key}" takes ${fault.path} before "${fault.later.key}" is asked`;
		case "rewrite-misses":
			return `the proxy entry "${fault.entry.key}" sends ${fault.path} on as ${fault.sent}, which ${sayServer(fault.server)} does not serve${sayNearest(fault.nearest?.path)}`;
		case "target-port":
			return `the proxy entry "${fault.entry.key}" forwards to port ${fault.port}, where no server listens${sayListens(fault.listens)}`;
		case "port":
			return `no server listens on port ${fault.port}${sayListens(fault.listens)}`;
		case "no-route":
			return `${sayServer(fault.server)} has no socket route ${fault.path}${sayNearest(fault.nearest?.path)} (a browser shows ${fault.server.missSymptom})`;
		case "not-mounted":
			return `the route ${fault.route.path} belongs to a router that ${sayServer(fault.server)} never includes`;
		case "protocol":
			return `the client speaks ${fault.client}, ${sayServer(fault.server)} ${saySpeaks(fault.server.speaks)}`;
		case "own-machine":
			return `${fault.host} is the visitor's own machine`;
		case "container-host":
			return `"${fault.host}" is a name that only containers can resolve`;
		case "mixed-content":
			return `a page served over https may not open ws://${fault.host}`;
		case "edge-without-upgrade":
			return `${sayLocation(fault.location)} in ${fault.edge.file} forwards ${fault.path} without the ${fault.location.upgrade.kind === "missing" ? fault.location.upgrade.headers.join(" and ") : "Upgrade"} header`;
		case "edge-no-location":
			return `${fault.edge.file} does not forward ${fault.path}: ${sayLocation(fault.location)} ${fault.how}`;
		case "page-server-no-route":
			return `${sayServer(fault.server)} serves the built page and has no socket route ${fault.path}${sayNearest(fault.nearest?.path)}`;
		case "edge-target-port":
			return `${sayLocation(fault.location)} in ${fault.edge.file} forwards to port ${fault.port} of ${fault.host}, where no server listens${sayListens(fault.listens)}`;
		case "edge-maps-elsewhere":
			return `${sayLocation(fault.location)} in ${fault.edge.file} sends ${fault.path} on as ${fault.sent}, which ${sayServer(fault.server)} does not serve${sayNearest(fault.nearest?.path)}`;
	}
}

/** `location /ws/`; the server block itself where no location takes a path. */
export function sayLocation(location: EdgeLocation | undefined): string {
	return location
		? `location ${location.pattern}`
		: "no location takes it and nginx";
}

/** What is wrong with a URL's text. */
export function sayFlaw(flaw: Flaw): string {
	switch (flaw.code) {
		case "undefined-in-url":
			return flaw.name === "undefined"
				? 'the URL holds the word "undefined"'
				: `${flaw.name} is not set, so the URL holds the word "undefined"`;
		case "empty-host":
			return "the URL has no host";
		case "double-scheme":
			return "the URL has two schemes";
		case "href-in-url":
			return "the page's whole address stands inside the URL";
		case "fragment":
			return "a socket URL may not have a #fragment";
		case "bad-port":
			return `"${flaw.port}" is no port`;
		case "second-port":
			return `${flaw.host} has a port already, and another one follows`;
		case "missing-scheme":
			return `without a scheme, "${flaw.host}" is read as one`;
		case "stray-quote":
			return "a quote character is part of the URL";
		case "unexpanded-template":
			return `the URL holds a literal \${…}: the quotes are not backticks, or nothing expands it`;
		case "unspecified-host":
			return "0.0.0.0 is an address to listen on, not one to dial";
		case "bad-scheme":
			return `a socket cannot use the scheme "${flaw.scheme}"`;
		case "whitespace":
			return "the URL holds white space";
	}
}

/** A URL for people: holes as `{name}`; what there is to say when nothing of it is known. */
export function sayUrl(attempt: Pick<Attempt, "url" | "address">): string {
	if (attempt.address.form === "page") return "the page's own origin";
	const url = attempt.url.toString();
	if (url !== "") return url;
	return attempt.address.form === "unknown" ? "an unknown URL" : '""';
}

/** The URLs of a connection with their scenarios, at most three: `ws://localhost:8000/ws (dev, preview)`. */
export function sayUrls(attempts: readonly Attempt[]): string {
	const scenarios = new Map<string, Set<Scenario>>();
	for (const attempt of attempts) {
		const url = sayUrl(attempt);
		const seen = scenarios.get(url) ?? new Set();
		scenarios.set(url, seen.add(attempt.scenario));
	}
	const all = new Set(attempts.map((attempt) => attempt.scenario)).size;
	const urls = [...scenarios].map(([url, seen]) =>
		seen.size === all ? url : `${url} (${[...seen].join(", ")})`,
	);
	return urls.length > 3
		? `${urls.slice(0, 3).join(" · ")} · …`
		: urls.join(" · ");
}

const FRAMEWORKS: Readonly<Record<Framework, string>> = {
	vite: "Vite",
	cra: "Create React App",
	next: "Next.js",
	nuxt: "Nuxt",
	"vue-cli": "Vue CLI",
	angular: "Angular",
	sveltekit: "SvelteKit",
	astro: "Astro",
	webpack: "webpack",
	html: "HTML",
	none: "browser",
};

const SERVERS: Readonly<Record<ServerKind, string>> = {
	fastapi: "FastAPI",
	starlette: "Starlette",
	ws: "ws",
	express: "Express",
	"express-ws": "express-ws",
	"socket.io": "Socket.IO",
	"python-socketio": "python-socketio",
	other: "other",
};

/** The apps and servers of a graph in one line; empty when there are none. */
export function sayRecognised(graph: Graph): string {
	const apps = graph.apps.filter((app) => app.framework !== "none").map(sayApp);
	const servers = graph.servers
		.filter((server) => server.live)
		.map(sayServerWithPorts);
	return [...new Set([...apps, ...servers])].join(", ");
}

/** `Vite 5 app in frontend`. */
export function sayApp(app: App): string {
	const version = app.major === undefined ? "" : ` ${app.major}`;
	return `${FRAMEWORKS[app.framework]}${version} app ${inFolder(app.root)}`;
}

/** `FastAPI server in backend (port 8000)`. */
export function sayServerWithPorts(server: Server): string {
	const ports = portsOf(server.listens.items);
	const listening =
		ports.length === 0
			? ""
			: ` (port${ports.length > 1 ? "s" : ""} ${ports.join(", ")})`;
	return `${SERVERS[server.kind]} server ${inFolder(server.root)}${listening}`;
}

/** `the FastAPI server in backend`. */
export function sayServer(server: Server): string {
	return `the ${SERVERS[server.kind]} server ${inFolder(server.root)}`;
}

/** The three parts of a message as running text. */
export function sayMessage(message: Message): string {
	return [message.what, message.why, message.do]
		.filter((part) => part !== "")
		.map(asSentence)
		.join(" ");
}

/** Ends with a stop, unless the part has its own mark. Its first word may be a name, so its case is left alone. */
export function asSentence(part: string): string {
	const text = part.trim();
	return /[.!?:]\)?$/.test(text) ? text : `${text}.`;
}

/** `3 errors`, `1 error`. */
export function count(n: number, noun: string): string {
	return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function inFolder(root: string): string {
	return root === "" ? "at the root" : `in ${root}`;
}

function sayNearest(path: string | undefined): string {
	return path === undefined ? "" : `; the nearest is ${path}`;
}

function sayListens(listens: readonly Listen[]): string {
	const ports = portsOf(listens);
	return ports.length === 0
		? ""
		: `; listening: ${ports.slice(0, 4).join(", ")}`;
}

function portsOf(listens: readonly Listen[]): number[] {
	return [...new Set(listens.map((listen) => listen.port))];
}

function saySpeaks(speaks: Server["speaks"]): string {
	switch (speaks) {
		case "websocket":
			return "plain WebSocket";
		case "socket.io":
			return "Socket.IO";
		case "both":
			return "both";
		case "none":
			return "has no sockets";
	}
}
