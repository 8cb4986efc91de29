import type {
	App,
	Container,
	Edge,
	Graph,
	ProxyEntry,
	Server,
	Stated,
} from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "deploy/loopback-in-container",
	summary:
		"A proxy that runs in a container forwards to its own loopback, and the server runs in another container.",
	severity: "warning",
	since: "0.1.0",
	facts: ["contradiction"],
	*check(graph) {
		for (const container of graph.containers) {
			if (container.hostNetwork) continue;
			for (const target of targetsIn(graph, container)) {
				const port = loopbackPort(target.value);
				const other =
					port === undefined ? undefined : otherHolder(graph, container, port);
				if (other) yield reportOf(container, other, target);
			}
		}
	},
});

function reportOf(
	container: Container,
	other: Container,
	target: Stated<string>,
): Report {
	const port = loopbackPort(target.value);
	return {
		at: target.at,
		scenario: ["container"],
		message: {
			what: `The proxy in the container ${container.name} forwards to ${target.value}, which is ${container.name} itself.`,
			why: `Every container has a loopback of its own. Port ${port} is the one of ${other.name}, in another container: "connect ECONNREFUSED 127.0.0.1:${port}", or 502 from nginx.`,
			do: `Forward to ${other.name}:${port}; where the same file is also used outside of containers, take the host from a variable.`,
		},
		evidence: witnesses(target.at, [
			{ at: container.at, message: `the service ${container.name}` },
			{ at: other.at, message: `the service ${other.name} listens on ${port}` },
		]),
	};
}

/** What is written as the target of a proxy that runs in the container. */
function targetsIn(
	graph: Graph,
	container: Container,
): readonly Stated<string>[] {
	const [app, ...others] = container.runs.filter(isApp);
	if (!app || others.length > 0) return [];
	if (container.staticBuild)
		return graph.edges
			.filter((edge) => servesOnly(edge, app))
			.flatMap((edge) => edge.forwarding)
			.flatMap((location) => location.target ?? []);
	return isDevContainer(graph, app)
		? (app.devServer?.proxy.items ?? []).flatMap((e) => written(graph, e))
		: [];
}

/** The app's only container starts its dev server. */
function isDevContainer(graph: Graph, app: App): boolean {
	const worlds = app.worlds.filter((w) => w.scenario === "container");
	return (
		worlds.length > 0 &&
		worlds.every((w) => w.command === "serve") &&
		graph.containers.filter((c) => c.runs.includes(app)).length === 1
	);
}

function servesOnly(edge: Edge, app: App): boolean {
	return edge.apps.length === 1 && edge.apps[0] === app;
}

/** The target, unless an env key may replace it. */
function written(graph: Graph, entry: ProxyEntry): readonly Stated<string>[] {
	const { target, valueAt } = entry;
	const url = target?.value.value;
	const [origin, ...more] = target?.value.originsOf() ?? [];
	if (
		!target ||
		url === undefined ||
		origin?.kind !== "literal" ||
		more.length > 0
	)
		return [];
	const open =
		origin.at.file !== valueAt.file ||
		graph.envReads.some((r) => r.at.file === valueAt.file);
	return open ? [] : [{ value: url, at: origin.at, steps: [] }];
}

function loopbackPort(url: string): number | undefined {
	const [, secure, port] =
		/^(?:http|ws)(s?):\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d+))?(?:\/|$)/i.exec(
			url,
		) ?? [];
	if (secure === undefined) return undefined;
	return port === undefined ? (secure === "s" ? 443 : 80) : Number(port);
}

/** The one other container of the same file whose server listens on the port inside; undefined where the container itself runs a server. */
function otherHolder(
	graph: Graph,
	container: Container,
	port: number,
): Container | undefined {
	if (container.runs.some((r) => !isApp(r))) return undefined;
	const holders = graph.containers.filter(
		(c) =>
			c !== container &&
			c.file === container.file &&
			!c.hostNetwork &&
			c.runs.some((r) => !isApp(r) && listensIn(c, r, port)),
	);
	return holders.length === 1 ? holders[0] : undefined;
}

function listensIn(
	container: Container,
	server: Server,
	port: number,
): boolean {
	return (
		server.live &&
		server.listens.items.some(
			(l) => l.service === container.name && l.port === port,
		)
	);
}

function isApp(runs: App | Server): runs is App {
	return "framework" in runs;
}
