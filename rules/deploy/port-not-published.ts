import type { Container, Graph, Server } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import {
	type AbsoluteDial,
	connectionOf,
	dialledAt,
	ifReached,
	isAbsolute,
	isTakenAndReached,
	sockets,
} from "../../src/rule/vocabulary/dials.js";
import { byPlace, startOf } from "../../src/rule/vocabulary/provenance.js";
import { listed, witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf, shownUrl } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "deploy/port-not-published",
	summary: "The page dials a container's port that compose does not publish.",
	severity: "error",
	since: "0.1.0",
	facts: ["contradiction"],
	*check(graph) {
		const hidden = [...sockets(graph)]
			.filter((d) => d.runtime === "browser" && d.scenario === "container")
			.filter(isAbsolute)
			.filter((d) => behind(graph, d) !== undefined);
		for (const { at, members } of byPlace(hidden, (d) =>
			startOf(d.address.port ?? d.address.host),
		)) {
			const [dial] = members;
			const container = behind(graph, dial);
			if (!container) continue;
			const port = portOf(dial);
			const published = container.ports.flatMap((p) => p.host ?? []);
			yield {
				severity: ifReached(
					members.some(isTakenAndReached) ? "error" : "warning",
					members,
				),
				scenario: scenariosOf(members),
				at,
				message: {
					what: `The page dials ${shownUrl(dial.url)}, and compose publishes no port ${port}.`,
					why: `${container.name} listens on ${port} inside the compose network only; a browser outside of it gets net::ERR_CONNECTION_REFUSED.`,
					do:
						published.length > 0
							? `Dial ${listed(published)}, the published port, or serve the socket below the page's own host.`
							: `Publish it (\`ports: ["${port}:${port}"]\`), or serve the socket below the page's own host.`,
				},
				evidence: witnesses(
					at,
					[{ at: container.at, message: `the service ${container.name}` }],
					container.ports.map((p) => ({
						at: p.at,
						message: `publishes ${p.host ?? "another port"} for ${p.container ?? "a port"}`,
					})),
					dialledAt(members),
				),
				...connectionOf(members),
			};
		}
	},
});

/**
 * The container that listens on the dialled port inside the network, where the
 * compose files of one folder run both page and server and publish no such
 * port; undefined where anything of that is not known.
 */
function behind(graph: Graph, dial: AbsoluteDial): Container | undefined {
	const port = portOf(dial);
	if (port === undefined || !isLoopback(dial)) return undefined;
	const pages = graph.containers.filter((c) =>
		c.runs.some((r) => r === dial.app),
	);
	if (pages.length === 0) return undefined;
	const folders = new Set(pages.map((c) => folderOf(c.file)));
	if (folders.size !== 1) return undefined;
	const beside = graph.containers.filter((c) => folders.has(folderOf(c.file)));
	const open = beside.some(
		(c) =>
			c.hostNetwork ||
			c.ports.some((p) => p.host === undefined || p.host === port),
	);
	if (open) return undefined;
	const holders = beside.filter((c) => listensInside(c, port));
	const [holder] = holders;
	return holder && holders.every((c) => c.name === holder.name)
		? holder
		: undefined;
}

function listensInside({ name, runs }: Container, port: number): boolean {
	return runs.some(
		(r) =>
			isServer(r) &&
			r.live &&
			r.listens.items.some((l) => l.service === name && l.port === port),
	);
}

function isServer(runs: Container["runs"][number]): runs is Server {
	return "listens" in runs;
}

function portOf({ address }: AbsoluteDial): number | undefined {
	const port = address.port?.value;
	return port === undefined ? undefined : Number(port);
}

function isLoopback({ address }: AbsoluteDial): boolean {
	return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(address.host.value ?? "");
}

function folderOf(path: string): string {
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
