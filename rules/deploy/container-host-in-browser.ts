import type { Container, Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import {
	type AbsoluteDial,
	connectionOf,
	dialledAt,
	dials,
	ifReached,
	isAbsolute,
	isTakenAndReached,
} from "../../src/rule/vocabulary/dials.js";
import { byPlace, startOf } from "../../src/rule/vocabulary/provenance.js";
import { portRange } from "../../src/rule/vocabulary/url-parts.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf, shownUrl } from "../../src/rule/vocabulary/wording.js";
import { rewriteRange } from "../../src/rule/vocabulary/written.js";

export default defineRule({
	id: "deploy/container-host-in-browser",
	summary: "A browser is told to dial a compose service by its name.",
	severity: "error",
	since: "0.1.0",
	facts: ["contradiction"],
	*check(graph) {
		const inside = [...dials(graph)]
			.filter((d) => d.runtime === "browser")
			.filter(isAbsolute)
			.filter((d) => containerOf(graph, d) !== undefined);
		for (const { at, members } of byPlace(inside, (d) =>
			startOf(d.address.host),
		)) {
			const [dial] = members;
			const container = containerOf(graph, dial);
			if (!container) continue;
			const name = dial.address.host.flat;
			yield {
				severity: ifReached(
					members.some(isTakenAndReached) ? "error" : "warning",
					members,
				),
				scenario: scenariosOf(members),
				at,
				message: {
					what: `The browser is given ${shownUrl(dial.url)}, and ${name} is the name of a container.`,
					why: "Compose service names exist in the compose network only; the browser runs outside it: net::ERR_NAME_NOT_RESOLVED.",
					do: "Give the browser an address it can reach: the page's own host with a proxy in front of the service, or a published port.",
				},
				evidence: witnesses(
					at,
					[{ at: container.at, message: `the service ${container.name}` }],
					container.ports.map((p) => ({
						at: p.at,
						message:
							p.host === undefined
								? "a port inside the network"
								: `published as port ${p.host}`,
					})),
					dialledAt(members),
				),
				fixes: publishedPort(dial, container),
				...connectionOf(members),
			};
		}
	},
});

function containerOf(
	graph: Graph,
	{ address }: AbsoluteDial,
): Container | undefined {
	const host = address.host.value;
	return host === undefined || host === "localhost"
		? undefined
		: graph.containers.find((c) => c.name === host || c.aliases.includes(host));
}

/** The port that compose publishes on the machine that runs it; right for a stack that is used there. */
function publishedPort(
	dial: AbsoluteDial,
	container: Container,
): readonly Fix[] {
	const inside = Number(dial.address.port?.value ?? 80);
	const host = container.ports.find((p) => p.container === inside)?.host;
	const name = dial.address.host.flat;
	const start = dial.url.flat.indexOf(`//${name}`) + 2;
	const range = portRange(dial.url);
	if (host === undefined || start < 2) return [];
	const end = range ? range.end : start + name.length;
	const intent = rewriteRange(dial.url, { start, end }, `localhost:${host}`);
	return intent
		? [
				{
					title: `Dial the published port, localhost:${host}`,
					safety: "suggest",
					prefer: "absolute-url",
					intents: [intent],
				},
			]
		: [];
}
