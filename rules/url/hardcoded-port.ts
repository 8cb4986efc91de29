import type { Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Evidence } from "../../src/rule/finding.js";
import { portRepairs } from "../../src/rule/vocabulary/client-url.js";
import {
	type AbsoluteDial,
	connectionOf,
	dialledAt,
	dials,
	hasOtherBranch,
	ifReached,
	isAbsolute,
	isDevelopmentBranch,
	ships,
} from "../../src/rule/vocabulary/dials.js";
import { siblingEvidence } from "../../src/rule/vocabulary/own-host.js";
import {
	byPlace,
	followsPage,
	literalAt,
} from "../../src/rule/vocabulary/provenance.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf, shownUrl } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "url/hardcoded-port",
	summary:
		"The host follows the page, and the port beside it is written into the code.",
	severity: "warning",
	since: "0.1.0",
	facts: ["contradiction", "U12", "U13"],
	*check(graph) {
		const shipped = [...dials(graph)]
			.filter((d) => d.runtime === "browser" && ships(d))
			.filter((d) => d.attempt || siblingEvidence(graph, d))
			.filter((d) => !isDevelopmentBranch(d) && !hasOtherBranch(d))
			.filter(isAbsolute)
			.filter(hasWrittenPort);
		for (const { at, members } of byPlace(shipped, portPlace)) {
			const [dial] = members;
			const port = dial.address.port?.value ?? "";
			const sibling = siblingEvidence(graph, dial);
			const key = unsetKeyOf(dial);
			yield {
				severity: ifReached("warning", members),
				scenario: scenariosOf(members),
				at,
				message: {
					what: `${key === undefined ? "" : `Where ${key} is not set, `}${shownUrl(dial.url)} takes its host from the page and its port, ${port}, from the code.`,
					why: `Behind TLS, a reverse proxy or a published port the page's host does not answer on ${port}: net::ERR_CONNECTION_REFUSED, or net::ERR_SSL_PROTOCOL_ERROR where wss: meets a plain port.`,
					do: `Use location.host, which carries the page's own port, and let the proxy forward; or ${key === undefined ? "read the whole URL from an env key" : `give every production build its ${key}`}.`,
				},
				evidence: witnesses(
					at,
					configuredAt(graph, Number(port)),
					dialledAt(members),
					sibling ? [sibling] : [],
				),
				fixes: portRepairs(graph, dial),
				...connectionOf(members),
			};
		}
	},
});

/** The env key whose lack brings the dial to this URL. */
function unsetKeyOf({ when }: AbsoluteDial): string | undefined {
	const unset = when.find((c) => c.kind === "env" && c.is === "false");
	return unset && /^env (\S+) set$/.exec(unset.atom)?.[1];
}

/** The host is the page's; the port is not, and is no scheme's own. */
function hasWrittenPort({ address }: AbsoluteDial): boolean {
	const port = address.port?.value;
	return (
		followsPage(address.host) &&
		port !== undefined &&
		/^\d+$/.test(port) &&
		port !== "443" &&
		port !== "80"
	);
}

function portPlace({ address }: AbsoluteDial) {
	return address.port && literalAt(address.port);
}

/** The other places that settle the same port. */
function configuredAt(graph: Graph, port: number): readonly Evidence[] {
	return [
		...graph.servers.flatMap((server) =>
			server.listens.items
				.filter((listen) => listen.port === port)
				.map((listen) => ({
					at: listen.at,
					message: `${server.title} listens on ${port} here`,
				})),
		),
		...graph.containers.flatMap((container) =>
			container.ports
				.filter((p) => p.host === port || p.container === port)
				.map((p) => ({
					at: p.at,
					message: `the service ${container.name} publishes ${port} here`,
				})),
		),
	];
}
