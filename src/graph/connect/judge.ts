import { Text } from "../../value/text.js";
import type { Address } from "../address.js";
import type { ProxyEntry } from "../graph.js";
import { declaredHost } from "../server/index.js";
import { atPort } from "./at-port.js";
import { atProductionOrigin } from "./at-production-origin.js";
import { takenBefore } from "./before-dev-server.js";
import { type Dial, type Outcome, only, unknown } from "./dial.js";
import { OWN_PROTOCOL } from "./match-route.js";
import { parseAddress } from "./parse-address.js";
import { isLoopback, type Surroundings, serviceNamed } from "./surroundings.js";
import { throughEdges } from "./through-edge.js";
import { throughProxy } from "./through-proxy.js";

/** Whether a dial reaches a server of this repository, cannot, or is not known to. */
export function judge(dial: Dial, around: Surroundings): Outcome {
	const { address } = dial;
	switch (address.form) {
		case "malformed":
			return only({
				kind: "cannot-reach",
				fault: { code: "malformed", flaw: address.flaw },
			});
		case "unknown":
			return only(unknown(address.reason, address.at));
		case "page":
			return atPage(dial, address.path.flat, address.query.flat, around);
		case "relative":
			return dial.runtime === "node"
				? only({
						kind: "cannot-reach",
						fault: { code: "relative-rejected", runtime: "Node" },
					})
				: atPage(dial, rooted(address), address.query.flat, around);
		case "absolute":
			return atHost(dial, address, around);
	}
}

function rooted(address: Extract<Address, { form: "relative" }>): string {
	return address.rooted ? address.path.flat : `/${address.path.flat}`;
}

function atHost(
	dial: Dial,
	address: Extract<Address, { form: "absolute" }>,
	around: Surroundings,
): Outcome {
	const { host, port, scheme } = address;
	const path = address.path.flat;
	const query = address.query.flat;
	const hole = host.holes[0] ?? scheme.holes.find((h) => h.kind !== "page");
	if (hole) {
		const followsPage = host.holes.every((h) => h.kind === "page");
		if (followsPage && !port) return atPage(dial, path, query, around);
		return only(unknown(hole.reason));
	}
	if (port && !port.known)
		return only(unknown(port.holes[0]?.reason ?? "the port is not known"));
	const number = portOf(address);
	if (isLoopback(host.flat)) {
		if (dial.runtime === "browser" && isPageOrigin(dial, host.flat, number))
			return (
				atSharedPort(dial, number, path, around) ??
				atPage(dial, path, query, around)
			);
		if (dial.world.scenario === "production" && dial.runtime === "browser")
			return only({
				kind: "cannot-reach",
				fault: { code: "own-machine", host: host.flat },
			});
		return atPort(dial, number, path, around);
	}
	return atName(dial, host.flat, number, path, around, schemeOf(address));
}

/**
 * A server that answers the path on the very port the dev server would have:
 * one of the two moves (a dev server takes the next free port, or one from the
 * environment), and a dial that spells the port out means the server.
 */
function atSharedPort(
	dial: Dial,
	port: number,
	path: string,
	around: Surroundings,
): Outcome | undefined {
	if (dial.world.scenario !== "dev") return undefined;
	const outcome = atPort(dial, port, path, around);
	return outcome.verdict.kind === "reaches" ? outcome : undefined;
}

function schemeOf(address: Extract<Address, { form: "absolute" }>): string {
	return address.scheme.flat.toLowerCase();
}

function portOf(address: Extract<Address, { form: "absolute" }>): number {
	if (address.port?.known) return Number(address.port.flat);
	return /^(wss|https)$/i.test(address.scheme.flat) ? 443 : 80;
}

function isPageOrigin(dial: Dial, host: string, port: number): boolean {
	const page = dial.world.page;
	if (!page?.hostname || page.port === undefined) return false;
	const pagePort =
		page.port === ""
			? page.protocol === "https:"
				? 443
				: 80
			: Number(page.port);
	return pagePort === port && isLoopback(page.hostname) && isLoopback(host);
}

/** The page's own origin: the dev server and its proxy, or whoever serves the build. */
function atPage(
	dial: Dial,
	path: string,
	query: string,
	around: Surroundings,
): Outcome {
	const { app, world } = dial;
	if (dial.speaks === "other") return only(unknown(OWN_PROTOCOL));
	const served =
		world.scenario === "dev" ||
		world.scenario === "preview" ||
		isPublishedDevServer(dial, around);
	const server =
		(world.scenario === "preview" ? app?.previewServer : undefined) ??
		app?.devServer;
	if (served && server) {
		const outcome = throughProxy(server, path, query, (entry, sent, dialled) =>
			atTarget(dial, entry, sent, dialled, around),
		);
		const taken =
			outcome.verdict.kind === "cannot-reach" && app
				? takenBefore(app, path, around)
				: undefined;
		if (taken)
			return only(
				unknown(
					`behind ${taken.file}, location ${taken.location.pattern} forwards ${path} past the dev server`,
				),
			);
		return outcome.verdict.kind === "cannot-reach" && around.startedFront
			? only(
					unknown(
						`${around.startedFront} starts a proxy that is not read; it may forward ${path} past the dev server`,
					),
				)
			: outcome;
	}
	if (served)
		return only(
			unknown(
				app
					? `the dev server of ${app.title} is not read`
					: "no dev server is known for this page",
			),
		);
	return (
		atEdges(dial, path, around) ?? only(atProductionOrigin(dial, path, around))
	);
}

/** A dev server in a container that people open by its published port, with no proxy of the repository that could stand before it. */
function isPublishedDevServer(
	{ app, world }: Dial,
	around: Surroundings,
): boolean {
	return (
		world.scenario === "container" &&
		world.command === "serve" &&
		world.page?.port !== undefined &&
		app?.devServer !== undefined &&
		around.edges.length === 0
	);
}

/** The built page behind the proxies of production; a dev server in a container is none of theirs. */
function atEdges(
	dial: Dial,
	path: string,
	around: Surroundings,
): Outcome | undefined {
	const { app, world, speaks } = dial;
	if (!app || world.command === "serve" || around.edges.length === 0)
		return undefined;
	return throughEdges({ app, path, speaks }, around, ({ host, port }, sent) => {
		const service = serviceNamed(host, around);
		return service || isLoopback(host)
			? atPort(dial, port, sent, around, service?.name)
			: only({ kind: "third-party", host });
	});
}

function atTarget(
	dial: Dial,
	entry: ProxyEntry,
	sent: string,
	dialled: string,
	around: Surroundings,
): Outcome {
	const target = entry.target?.value;
	if (!target) return only(unknown(`the target of ${entry.key} is not known`));
	const address = parseAddress(target);
	if (address.form !== "absolute" || !address.host.known)
		return only(
			unknown(
				address.form === "unknown"
					? `the target of ${entry.key} is not known: ${address.reason}`
					: `the target of ${entry.key} is not an absolute URL that is known`,
			),
		);
	if (address.port && !address.port.known)
		return only(unknown(`the port of the target of ${entry.key} is not known`));
	const port = portOf(address);
	const cut = sent.indexOf("?");
	const path = cut < 0 ? sent : sent.slice(0, cut);
	const service = serviceNamed(address.host.flat, around);
	if (!isLoopback(address.host.flat) && !service)
		return only({ kind: "third-party", host: address.host.flat });
	const outcome = atPort(dial, port, path, around, service?.name);
	if (outcome.verdict.kind !== "cannot-reach") return outcome;
	const { fault } = outcome.verdict;
	if (fault.code === "port")
		return {
			hops: outcome.hops,
			verdict: {
				kind: "cannot-reach",
				fault: {
					code: "target-port",
					entry,
					port,
					servers: fault.servers,
					listens: fault.listens,
				},
			},
		};
	if (fault.code === "no-route" && changesPath(entry, sent))
		return {
			hops: outcome.hops,
			verdict: {
				kind: "cannot-reach",
				fault: {
					code: "rewrite-misses",
					entry,
					path: dialled,
					sent,
					server: fault.server,
					nearest: fault.nearest,
				},
			},
		};
	return outcome;
}

function changesPath(entry: ProxyEntry, sent: string): boolean {
	if (entry.rewrites) return true;
	const target = entry.target?.value;
	const address = target && parseAddress(target);
	return (
		address?.form === "absolute" &&
		address.path.flat !== "/" &&
		sent.startsWith(address.path.flat)
	);
}

/** A named host: a container, the declared back end, or somebody else's. */
function atName(
	dial: Dial,
	host: string,
	port: number,
	path: string,
	around: Surroundings,
	scheme: string,
): Outcome {
	if (host === declaredHost(around.settings))
		return atPort(dial, port, path, around);
	const service = serviceNamed(host, around);
	if (service) {
		if (dial.runtime === "browser" && !host.includes("."))
			return only({
				kind: "cannot-reach",
				fault: { code: "container-host", host, service: service.at },
			});
		return atPort(dial, port, path, around, service.name);
	}
	if (
		dial.runtime === "browser" &&
		dial.world.scenario === "production" &&
		/^(ws|http)$/.test(scheme) &&
		dial.app?.httpsInProduction
	)
		return only({
			kind: "cannot-reach",
			fault: { code: "mixed-content", host },
		});
	return only({ kind: "third-party", host });
}

/** The address of a Socket.IO dial to the page's own origin: the engine's path, an option of the client (N14). */
export function pageAddress(engine: Text): Address {
	return { form: "page", path: engine, query: Text.empty };
}
