import type {
	Attempt,
	Connection,
	Deafness,
	Graph,
	ProxyEntry,
	Server,
} from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import { serversOf } from "../../src/rule/vocabulary/dev-server.js";
import {
	connectionOf,
	dialledAt,
	type FailureGroup,
	failures,
	groupedByRemedy,
	severityOf,
	stallsOnly,
} from "../../src/rule/vocabulary/failure.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { dialledPath } from "../../src/rule/vocabulary/url-parts.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";
import type { Scenario } from "../../src/value/world.js";

export default defineRule({
	id: "proxy/ignored-by-framework",
	summary: "The dev server brings no upgrade to this proxy, whatever it says.",
	severity: "error",
	since: "0.1.0",
	facts: ["P18", "W3", "W4", "W11"],
	*check(graph) {
		const dropped = [...failures(graph, "proxy-without-upgrade")].filter(
			(failure) => failure.fault.entry.deaf,
		);
		for (const group of groupedByRemedy(dropped, (f) => f.fault.entry.at))
			yield oneText(group);
		const ignored = byPlace(passedBy(graph), ({ entry }) => entry.keyAt);
		for (const { members } of ignored) yield withoutEffect(members);
	},
});

/** One text as the proxy of everything: upgrades go past it (W3, W4). */
function oneText({
	first,
	all,
}: FailureGroup<"proxy-without-upgrade">): Report {
	const { entry, devServer } = first.fault;
	return {
		at: entry.at,
		severity: severityOf(stallsOnly(all) ? "warning" : "error", all),
		scenario: scenariosOf(all),
		message: {
			what: `A proxy that is one text forwards no upgrades: the socket ${dialledPath(first.attempt)} goes past it.`,
			why: `Such a proxy takes requests with an Accept header, and a socket's handshake has none. ${
				stallsOnly(all)
					? "Socket.IO connects by HTTP and silently stays on long-polling; a client limited to websockets times out after 20 seconds."
					: 'Nobody answers it and nothing is logged: the socket stays in CONNECTING until the browser prints "WebSocket opening handshake timed out".'
			}`,
			do:
				devServer.framework === "cra"
					? "Take `proxy` out of package.json, where nothing but a text is allowed, and write src/setupProxy.js: createProxyMiddleware for the socket's path with `ws: true`, and one for the other paths."
					: "Write `proxy` as an object with a key for each path: its entries forward upgrades.",
		},
		evidence: witnesses(entry.at, dialledAt(all)),
		...connectionOf(all),
	};
}

/** A socket at an entry that asks for upgrades and gets none. */
interface PassedBy {
	readonly attempt: Attempt;
	readonly connection: Connection;
	readonly scenario: Scenario;
	readonly entry: ProxyEntry;
	readonly deaf: Exclude<Deafness, { because: "string" }>;
}

/** Sockets whose entry is ignored, and that nothing else in the repository is seen to answer. */
function* passedBy(graph: Graph): Iterable<PassedBy> {
	for (const connection of graph.connections) {
		if (connection.role !== "app") continue;
		for (const attempt of connection.attempts) {
			const { hops, scenario, verdict } = attempt;
			const entry = hops.find((hop) => hop.kind === "dev-server")?.entry;
			const deaf = entry?.deaf;
			if (!deaf || deaf.because === "string" || verdict.kind !== "unknown")
				continue;
			if (!mayBeAnswered(graph, entry, dialledPath(attempt)))
				yield { attempt, connection, scenario, entry, deaf };
		}
	}
}

/** Some code handles upgrades by hand, or a Node server that is not the entry's target serves the path. */
function mayBeAnswered(graph: Graph, entry: ProxyEntry, path: string): boolean {
	const port = Number(
		/:(\d+)(?=[/?#]|$)/.exec(entry.target?.value.flat ?? "")?.[1],
	);
	const isTarget = ({ listens }: Server) =>
		listens.complete && listens.items.every((listen) => listen.port === port);
	return (
		graph.mentions("upgrade").length > 0 ||
		serversOf(graph, path).some((server) => !isTarget(server))
	);
}

function withoutEffect(sockets: readonly [PassedBy, ...PassedBy[]]): Report {
	const [{ entry, deaf, attempt }] = sockets;
	const nitro = deaf.because === "nitropack";
	return {
		at: entry.wsAt ?? entry.keyAt,
		severity: severityOf("warning", sockets),
		scenario: scenariosOf(sockets),
		message: {
			what: `The proxy key \`${entry.key}\` asks for upgrades and gets none: the socket ${dialledPath(attempt)} is not forwarded.`,
			why: nitro
				? `nitropack ${deaf.version} hands every upgrade to its own worker and asks devProxy about ordinary requests only.`
				: "With middlewareMode: true Vite has no HTTP server to hear upgrades on. Ordinary requests are forwarded, a handshake is left unanswered.",
			do: nitro
				? "Update nitropack to 2.13.6 or later, or dial the server directly in development."
				: "Give Vite the HTTP server that stands in front: middlewareMode: { server }.",
		},
		evidence: witnesses(
			entry.wsAt ?? entry.keyAt,
			deaf.because === "middleware-mode"
				? [{ at: deaf.at, message: "leaves Vite without a server" }]
				: [],
			dialledAt(sockets),
		),
		...connectionOf(sockets),
	};
}
