import { defineRule } from "../../src/rule/define-rule.js";
import {
	connectionOf,
	dialledAt,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import {
	type Proxied,
	proxiedSockets,
} from "../../src/rule/vocabulary/proxied.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "proxy/change-origin-breaks-check",
	summary:
		"`changeOrigin` rewrites Host only, in front of a server that compares Origin with Host.",
	severity: "error",
	since: "0.1.0",
	facts: ["P12", "W7", "C3"],
	*check(graph) {
		const broken = [...proxiedSockets(graph)].filter(
			(p) =>
				p.entry.changeOrigin === true &&
				!p.entry.sentOrigin &&
				comparesWithHost(p),
		);
		for (const { at, members } of byPlace(broken, (p) => p.entry.valueAt)) {
			const [{ entry, server }] = members;
			yield {
				at,
				severity: severityOf("error", members),
				scenario: scenariosOf(members),
				message: {
					what: `\`${entry.key}\` is proxied with changeOrigin to ${server.title}, which compares the Origin of a socket with its Host.`,
					why: "changeOrigin rewrites Host to the target's and leaves Origin as the page's, so the two differ and python-engineio refuses: the client shows `connect_error`, the server logs that the origin is not an accepted one.",
					do: `${entry.shorthand ? "Use the object form without changeOrigin (the string form implies it)" : "Remove changeOrigin"}, or name the page's origin in cors_allowed_origins.`,
				},
				evidence: witnesses(
					at,
					[{ at: server.at, message: `${server.title} names no origins` }],
					dialledAt(members),
				),
				fixes: entry.shorthand
					? []
					: [
							{
								title: "Set changeOrigin to false",
								safety: "unsafe",
								intents: [
									{
										do: "set-property",
										object: entry.valueAt,
										name: "changeOrigin",
										value: false,
									},
								],
							},
						],
				...connectionOf(members),
			};
		}
	},
});

/** python-engineio without `cors_allowed_origins` (W7). */
function comparesWithHost({ connection, server }: Proxied): boolean {
	return (
		connection.speaks === "socket.io" &&
		server.kind === "python-socketio" &&
		server.routes.complete &&
		!server.mayIgnoreOrigin &&
		!server.origins.some((l) => l.kind === "socket.io-cors")
	);
}
