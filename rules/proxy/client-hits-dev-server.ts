import type { Place } from "../../src/facts/place.js";
import type { Attempt, Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import {
	addProxyKey,
	authorityOf,
	devServerName,
	hangs,
	onlyPortFor,
	proxyPlace,
} from "../../src/rule/vocabulary/dev-server.js";
import { isDocumentedGap } from "../../src/rule/vocabulary/examples.js";
import {
	connectionOf,
	dialledAt,
	type Failure,
	failures,
	groupedByRemedy,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import {
	knownStart,
	portRange,
	withoutQuery,
} from "../../src/rule/vocabulary/url-parts.js";
import { servedAt, witnesses } from "../../src/rule/vocabulary/witness.js";
import { capital, scenariosOf } from "../../src/rule/vocabulary/wording.js";
import {
	pathRange,
	rewriteRange,
	writtenAt,
} from "../../src/rule/vocabulary/written.js";

type Stranded = Failure<"no-proxy-key">;

export default defineRule({
	id: "proxy/client-hits-dev-server",
	summary:
		"A socket is dialled to the dev server, and no proxy key covers its path.",
	severity: "error",
	since: "0.1.0",
	facts: ["P1", "P19", "P20", "P26", "P27"],
	yieldsTo: ["env/empty-value"],
	*check(graph) {
		for (const group of groupedByRemedy(strandedSockets(graph), urlPlace)) {
			const { fault } = group.first;
			const path = withoutQuery(fault.path);
			const at = urlPlace(group.first);
			const server = capital(devServerName(fault.devServer));
			yield {
				at,
				severity: severityOf("error", group.all),
				scenario: scenariosOf(group.all),
				message: {
					what: `The socket ${path} is dialled to the dev server itself, and no proxy key covers that path.`,
					why: hangs(fault.devServer)
						? silence(group.first, server)
						: `No server that has the route ever sees the handshake: the socket never opens.`,
					do: `${fault.devServer.framework === "next" ? `Add a rewrite for ${path}` : `Add a proxy key for ${knownStart(path) || path} with \`ws: true\``}, or dial the server that has the route.`,
				},
				evidence: witnesses(
					at,
					[
						{
							at: proxyPlace(fault.devServer),
							message: "the dev server's proxy would have to name it here",
						},
					],
					servedAt(graph.servers, path).slice(0, 2),
					dialledAt(group.all),
				),
				fixes: fixesFor(graph, group.first, path),
				...connectionOf(group.all),
			};
		}
	},
});

/** What a dev server that answers no upgrade leaves the client with; Socket.IO asks by polling first, and has a timeout (P27). */
function silence({ connection }: Stranded, server: string): string {
	if (connection.speaks !== "socket.io")
		return `${server} does not know the path, answers nothing and logs nothing: the socket stays in CONNECTING until the browser prints "WebSocket opening handshake timed out" (Chromium: after four minutes).`;
	const { transports, open = false } = connection.engine ?? {};
	if (transports ? transports.value[0] === "polling" : !open)
		return `${server} does not know the path and never answers with a handshake: "connect_error: server error", again at every attempt.`;
	return `${server} does not know the path, and no attempt gets a handshake: "connect_error: server error" by polling, "connect_error: timeout" after 20 s where only websocket is allowed.`;
}

/** Sockets the dev server certainly leaves unanswered: no plugin of its own, all keys known. */
function* strandedSockets(graph: Graph): Iterable<Stranded> {
	for (const failure of failures(graph, "no-proxy-key")) {
		const { devServer } = failure.fault;
		if (!devServer.proxy.complete || devServer.mayAnswer) continue;
		if (isDocumentedGap(graph, failure.attempt)) continue;
		if (!isKeyMissing(graph, failure.attempt)) yield failure;
	}
}

/** `io(import.meta.env.X)` dials the page only because nothing gives X, and `env/undefined` says so. */
function isKeyMissing(graph: Graph, { address, when }: Attempt): boolean {
	return (
		address.form === "page" &&
		graph.envReads.some(
			(read) =>
				read.use === "value" &&
				read.inSocketUrl &&
				when.some(
					(c) =>
						c.kind === "env" &&
						c.is === "false" &&
						c.atom === `env ${read.key} set`,
				),
		)
	);
}

function urlPlace({ attempt, connection }: Stranded): Place {
	const path = "path" in attempt.address ? attempt.address.path : undefined;
	const range = path && pathRange(attempt.url, path);
	return (
		(range && writtenAt(attempt.url, range)) ??
		connection.urlAt ??
		connection.at
	);
}

function fixesFor(
	graph: Graph,
	stranded: Stranded,
	path: string,
): readonly Fix[] {
	const port = onlyPortFor(graph, path);
	return [
		...(port === undefined
			? []
			: addProxyKey(
					stranded.fault.devServer,
					knownStart(path),
					authorityOf(stranded.fault.devServer, port),
				)),
		...dialTheServer(stranded, port),
	];
}

/** A URL that names the dev server's port can name the server's instead. */
function dialTheServer(
	{ attempt }: Stranded,
	port: number | undefined,
): readonly Fix[] {
	const range = portRange(attempt.url);
	if (!range || port === undefined) return [];
	const intent = rewriteRange(attempt.url, range, String(port));
	return intent
		? [
				{
					title: `Dial port ${port} directly`,
					safety: "suggest",
					prefer: "absolute-url",
					intents: [intent],
				},
			]
		: [];
}
