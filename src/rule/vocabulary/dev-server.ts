import { type Place, samePlace } from "../../facts/place.js";
import type {
	DevServer,
	Framework,
	Graph,
	ProxyEntry,
	Server,
} from "../../graph/graph.js";
import type { Evidence, Fix } from "../finding.js";
import { viteKeyMatches } from "./vite-key.js";

const NAMES: Readonly<Record<Framework, string>> = {
	vite: "Vite",
	cra: "the Create React App dev server",
	next: "Next.js",
	nuxt: "Nuxt",
	"vue-cli": "the Vue CLI dev server",
	angular: "the Angular dev server",
	sveltekit: "Vite",
	astro: "Vite",
	webpack: "webpack-dev-server",
	html: "the dev server",
	none: "the dev server",
};

/** What people call the dev server, in the middle of a sentence. */
export function devServerName(server: DevServer): string {
	return NAMES[server.framework];
}

/** Dev servers whose keys are Vite's: a plain prefix, or a regular expression after `^` (P7–P9). */
export function hasViteKeys(server: DevServer): boolean {
	return NAMES[server.framework] === "Vite";
}

/** Dev servers that were seen to leave an upgrade they do not forward unanswered (P1, W3, W4, W5). */
export function hangs(server: DevServer): boolean {
	return (
		hasViteKeys(server) ||
		["cra", "vue-cli", "webpack"].includes(server.framework)
	);
}

/** Would forwarding upgrades on this key also take the dev server's own hot-reload socket (P16)? Its request carries a query (P17). */
export function takesReloadSocket(
	server: DevServer,
	matches: (pathAndQuery: string) => boolean,
): boolean {
	return ["/", server.base, server.hmr.path].some((path) =>
		matches(`${path}?token=x`),
	);
}

/** Live servers that certainly answer a socket path (no query). */
export function serversOf(graph: Graph, path: string): readonly Server[] {
	return graph.servers.filter(
		(s) => s.live && s.routes.items.some((r) => r.matches(path)),
	);
}

/** The one dev port of the one server that answers a path; undefined when there are several, or none is known. */
export function onlyPortFor(graph: Graph, path: string): number | undefined {
	const ports = new Set(
		serversOf(graph, path).flatMap((s) =>
			s.listens.items.filter((l) => !l.service).map((l) => l.port),
		),
	);
	const [port] = ports;
	return ports.size === 1 ? port : undefined;
}

/** Where a new key forwards to: the host that other keys name with this port (`backend:8080` in a container), else the own machine. */
export function authorityOf(server: DevServer, port: number): string {
	for (const { target } of server.proxy.items) {
		const named = /^(?:ws|http):\/\/([^/?#@:]+:(\d+))/i.exec(
			target?.value.value ?? "",
		);
		if (named?.[1] && Number(named[2]) === port) return named[1];
	}
	return `localhost:${port}`;
}

/** Where a proxy key would go. */
export function proxyPlace(server: DevServer): Place {
	return server.proxyHome ?? server.at;
}

/** The key that covers a path, as evidence. */
export function proxyEntryAt(entry: ProxyEntry): Evidence {
	return { at: entry.keyAt, message: `the proxy key ${entry.key}` };
}

/** A new ws-enabled key for exactly this path, to a host and port without TLS; none where the config cannot be edited by name or the key would take the hot-reload socket. */
export function addProxyKey(
	server: DevServer,
	path: string,
	authority: string,
): readonly Fix[] {
	const home = server.proxyHome;
	if (!home || server.framework !== "vite") return [];
	if (takesReloadSocket(server, (p) => viteKeyMatches(path, p))) return [];
	return [
		{
			title: `Forward ${path} to ${authority}, upgrades included`,
			safety: "suggest",
			prefer: "same-origin",
			intents: [
				{
					do: "add-entry",
					object: home,
					path: samePlace(home, server.at) ? ["server", "proxy"] : ["proxy"],
					key: path,
					value: { target: `http://${authority}`, ws: true },
				},
			],
		},
	];
}
