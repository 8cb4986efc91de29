import type { NginxStatement } from "../../facts/index.js";
import type { Place } from "../../facts/place.js";
import type { App, Edge, EdgeAnswer, EdgeLocation } from "../graph.js";
import type { Sources } from "../sources.js";
import { type Answer, answerAt } from "./answer.js";
import { upgradeIn } from "./headers.js";
import { type Location, locationsIn } from "./locate.js";
import { appsServedBy, imageBuildsOf } from "./serves.js";
import { argument, type Chain, named } from "./statements.js";

/** Files of a development set-up, and ones to copy from. */
const NOT_PRODUCTION =
	/(^|[./_-])(dev|development|local|localhost|test|tests|e2e|example|sample|bak|old)([./_-]|$)/i;

/** Locations inside locations, at most. */
const DEEPEST = 4;

/**
 * The server blocks of the repository's nginx files that answer requests in
 * production, in path order. Blocks that only redirect to another one are none.
 */
export function findEdges(
	sources: Sources,
	apps: readonly App[],
): readonly Edge[] {
	return edgesIn(sources, apps, (path) => !NOT_PRODUCTION.test(path));
}

/** The same of every nginx file, those of development set-ups included. */
export function findFronts(
	sources: Sources,
	apps: readonly App[],
): readonly Edge[] {
	return edgesIn(sources, apps, () => true);
}

function edgesIn(
	sources: Sources,
	apps: readonly App[],
	isAsked: (path: string) => boolean,
): readonly Edge[] {
	const roles = new Map(sources.files.map((f) => [f.path, f.role]));
	const files = [...sources.facts].flatMap(([path, fact]) =>
		fact.kind === "nginx" &&
		fact.statements.length > 0 &&
		(roles.get(path) ?? "app") === "app" &&
		isAsked(path)
			? [{ path, fact }]
			: [],
	);
	if (files.length === 0) return [];
	const images = imageBuildsOf(sources);
	const outer = files.flatMap(({ fact }) => headersOfHttp(fact.statements));
	return files.flatMap(({ path, fact }) => {
		const served = appsServedBy(path, apps, images, sources);
		return serversIn(fact.statements)
			.filter(([server]) => !onlyRedirects(server?.block ?? []))
			.flatMap(([server, chain]) =>
				server
					? [
							edgeOf(path, server, chain, {
								apps: served,
								root: fact.statements,
								broken: fact.syntaxError !== undefined,
								// Headers that another file's `http` block gives to this one.
								headersElsewhere: chain.length === 2 && outer.length > 0,
							}),
						]
					: [],
			);
	});
}

interface Surrounding {
	readonly apps: readonly App[];
	readonly root: readonly NginxStatement[];
	readonly broken: boolean;
	readonly headersElsewhere: boolean;
}

function edgeOf(
	file: string,
	server: NginxStatement,
	chain: Chain,
	{ apps, root, broken, headersElsewhere }: Surrounding,
): Edge {
	const toLocation = (location: Location) => locationOf(file, location, root);
	const forwarding = locationsBelow(chain).filter((l) => passOf(l));
	return {
		file,
		at: head(file, server),
		apps,
		listens: named(server.block ?? [], "listen").flatMap((line) =>
			listenOf(file, line),
		),
		forwarding: forwarding.map(toLocation),
		answer(path) {
			if (broken)
				return { kind: "unknown", reason: `${file} has a syntax error` };
			const answer = answerAt(chain, path, root);
			return headersElsewhere && hangsOnHttp(answer)
				? { kind: "unknown", reason: "another file may set headers" }
				: said(answer, toLocation);
		},
	};
}

function said(
	answer: Answer,
	toLocation: (location: Location) => EdgeLocation,
): EdgeAnswer {
	switch (answer.kind) {
		case "forwards": {
			const { targets, sent } = answer.forward;
			return {
				kind: "forwards",
				location: toLocation(answer.location),
				targets,
				sent,
			};
		}
		case "answers":
			return {
				kind: "answers",
				how: answer.how,
				...(answer.location && { location: toLocation(answer.location) }),
			};
		case "unknown":
			return answer;
	}
}

/** No block of the file sets a header, so that the including file's would be in force. */
function hangsOnHttp(answer: Answer): boolean {
	return (
		answer.kind === "forwards" &&
		answer.upgrade.kind === "missing" &&
		answer.upgrade.inForce === undefined
	);
}

function locationOf(
	file: string,
	{ statement, modifier, pattern, chain }: Location,
	root: readonly NginxStatement[],
): EdgeLocation {
	const pass = named(statement.block ?? [], "proxy_pass")[0];
	const [target] = pass?.args ?? [];
	const upgrade = upgradeIn(chain, root);
	const timeout = chain
		.flatMap((block) => named(block, "proxy_read_timeout"))
		.at(0);
	const milliseconds = timeout ? millisecondsIn(argument(timeout, 0)) : 60_000;
	return {
		pattern: [modifier, pattern].filter((p) => p !== "").join(" "),
		at: head(file, statement),
		block: { file, span: statement.at },
		...(target && {
			target: { value: target.text, at: { file, span: target.at }, steps: [] },
		}),
		upgrade:
			upgrade.kind === "missing"
				? {
						kind: "missing",
						headers: upgrade.headers,
						wrong: upgrade.wrong.map((s) => ({ file, span: s.at })),
						inherits:
							upgrade.inForce !== undefined &&
							upgrade.inForce !== statement.block,
					}
				: upgrade,
		...(milliseconds !== undefined && {
			readTimeout: {
				value: milliseconds,
				at: timeout ? { file, span: timeout.at } : head(file, statement),
				steps: [],
			},
		}),
	};
}

/** `server` blocks with the blocks around them: at the top of an included file, or in `http`. */
function serversIn(
	root: readonly NginxStatement[],
): readonly (readonly [NginxStatement | undefined, Chain])[] {
	const within = (chain: Chain) =>
		named(chain[0] ?? [], "server")
			.filter((s) => s.block)
			.map((s) => [s, [s.block ?? [], ...chain]] as const);
	return [
		...within([root]),
		...named(root, "http").flatMap((http) => within([http.block ?? [], root])),
	];
}

function headersOfHttp(
	root: readonly NginxStatement[],
): readonly NginxStatement[] {
	return named(root, "http").flatMap((http) =>
		named(http.block ?? [], "proxy_set_header"),
	);
}

/** The blocks that send everybody to https or to another name, and those that refuse strangers. */
function onlyRedirects(server: readonly NginxStatement[]): boolean {
	if (named(server, "return").length > 0) return true;
	const locations = named(server, "location").filter(
		(l) => !l.args.some((a) => a.text.includes("acme-challenge")),
	);
	return (
		locations.length > 0 &&
		locations.every((l) =>
			named(l.block ?? [], "return").some((s) => /^30\d$/.test(argument(s, 0))),
		)
	);
}

function locationsBelow(chain: Chain, depth = 0): readonly Location[] {
	if (depth > DEEPEST) return [];
	return locationsIn(chain).flatMap((l) => [
		l,
		...locationsBelow(l.chain, depth + 1),
	]);
}

function passOf(location: Location): NginxStatement | undefined {
	return named(location.statement.block ?? [], "proxy_pass")[0];
}

/** `80`, `[::]:443 ssl`, `127.0.0.1:8080`; a port that is filled in later is left out. */
function listenOf(file: string, line: NginxStatement): Edge["listens"] {
	const port = /^(?:.*:)?(\d+)$/.exec(argument(line, 0))?.[1];
	return port === undefined
		? []
		: [
				{
					port: Number(port),
					tls: line.args.some((a) => a.text === "ssl"),
					at: { file, span: line.at },
				},
			];
}

const UNITS: Readonly<Record<string, number>> = {
	ms: 1,
	"": 1000,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
};

/** `60`, `90s`, `5m`, `1h30m`. */
function millisecondsIn(time: string): number | undefined {
	if (!/^(\d+(ms|[smhd])?\s*)+$/.test(time)) return undefined;
	return [...time.matchAll(/(\d+)(ms|[smhd])?/g)].reduce(
		(sum, [, n, unit = ""]) => sum + Number(n) * (UNITS[unit] ?? 0),
		0,
	);
}

/** A block's name and arguments, without its braces. */
function head(file: string, statement: NginxStatement): Place {
	const end =
		statement.args.at(-1)?.at[1] ?? statement.at[0] + statement.name.length;
	return { file, span: [statement.at[0], end] };
}

/** Images of proxies that route by themselves or by labels. */
const FRONT_IMAGE =
	/(^|\/)(traefik|caddy|haproxy|envoy|kong|nginx-proxy|nginx-proxy-manager|swag|cloudflared|caddy-docker-proxy)(:|$|@)|nginx-proxy/;

/** Files that say that requests may pass through a proxy that is not read. */
export function otherFronts(sources: Sources): readonly string[] {
	const judged = sources.files.filter(
		({ path, role }) => role === "app" && !NOT_PRODUCTION.test(path),
	);
	return judged.flatMap(({ path, kind }) => {
		if (kind === "front") return [path];
		const fact = sources.facts.get(path);
		return fact?.kind === "compose" &&
			fact.services.some((s) => FRONT_IMAGE.test(s.image ?? ""))
			? [path]
			: [];
	});
}
