import { place } from "../../src/facts/place.js";
import type { Graph, Server } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { servedRoutes, witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "server/missing-ws-runtime",
	summary:
		"uvicorn serves sockets and no WebSocket library is declared for it.",
	severity: "warning",
	since: "0.1.0",
	facts: ["F1", "RC11", "RC12", "RC13"],
	*check(graph) {
		const told = new Set<string>();
		for (const server of graph.servers) {
			const { wsRuntime: runtime } = server;
			if (!runtime || runtime.present || !servesSockets(server)) continue;
			// Two app objects of one package share its requirements, and the fault.
			if (told.has(runtime.requirements)) continue;
			told.add(runtime.requirements);
			yield {
				severity: server.live ? "warning" : "info",
				scenario: ["dev", "production"],
				at: runtime.evidence,
				message: {
					what: `${server.title} has socket routes, and ${runtime.requirements} installs no WebSocket library for uvicorn.`,
					why: 'uvicorn logs "No supported WebSocket library detected" and treats the handshake as a plain GET: the browser prints "Unexpected response code: 404" (old uvicorn: 400).',
					do: "Require uvicorn[standard], or websockets, or wsproto; one of them is enough.",
				},
				evidence: witnesses(runtime.evidence, servedRoutes(server)),
				fixes: requireLibrary(graph, runtime.requirements),
			};
		}
	},
});

function servesSockets(server: Server): boolean {
	return server.routes.items.some((route) => route.protocol === "websocket");
}

/** The extra on the line that names uvicorn; a library of its own where no line does. */
function requireLibrary(graph: Graph, path: string): readonly Fix[] {
	const uvicorn = graph.requirements
		.find((node) => node.path === path)
		?.fact.packages.find((p) => p.name === "uvicorn");
	return [
		uvicorn
			? {
					title: "Require uvicorn[standard], which brings websockets",
					safety: "unsafe",
					intents: [
						{
							do: "require",
							file: path,
							requirement: `uvicorn[${[...uvicorn.extras, "standard"].join(",")}]${uvicorn.specifier}`,
							replaces: place(path, uvicorn.at),
						},
					],
				}
			: {
					title: "Require websockets",
					safety: "unsafe",
					intents: [{ do: "require", file: path, requirement: "websockets" }],
				},
	];
}
