import { type Place, samePlace } from "../../src/facts/place.js";
import type { Graph, Listen } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { bySchemeCode } from "../../src/rule/vocabulary/client-url.js";
import {
	type AbsoluteDial,
	connectionOf,
	dialledAt,
	ifReached,
	isAbsolute,
	isTakenAndReached,
	sockets,
} from "../../src/rule/vocabulary/dials.js";
import { isLoopback } from "../../src/rule/vocabulary/hosts.js";
import {
	byPlace,
	followsPage,
	startOf,
} from "../../src/rule/vocabulary/provenance.js";
import { listenedAt, witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";
import { rewriteRange } from "../../src/rule/vocabulary/written.js";

/** A dial whose scheme is not what the other end speaks. */
interface Clash {
	readonly dial: AbsoluteDial;
	readonly secure: boolean;
	/** The listener it meets; absent where the page's own dev server is dialled. */
	readonly listen?: Listen;
	/** Both ends are known. */
	readonly proven: boolean;
}

export default defineRule({
	id: "route/scheme-mismatch",
	summary: "wss:// to a plain port, or ws:// to a TLS port.",
	severity: "error",
	since: "0.1.0",
	facts: ["U13", "U8"],
	*check(graph) {
		for (const { at, members } of byPlace(clashes(graph), (c) =>
			startOf(c.dial.url),
		))
			yield report(at, members);
	},
});

function* clashes(graph: Graph): Iterable<Clash> {
	for (const dial of sockets(graph)) {
		if (!isAbsolute(dial) || !/^(dev|container)$/.test(dial.scenario)) continue;
		const scheme = dial.address.scheme.value?.toLowerCase();
		if (!scheme || followsPage(dial.address.scheme)) continue;
		const secure = scheme === "wss" || scheme === "https";
		const clash =
			atServer(dial, secure) ??
			(dial.scenario === "dev" ? atPage(dial, secure) : undefined);
		if (clash) yield clash;
	}
}

/** A server of the repository, dialled without anything in between. */
function atServer(dial: AbsoluteDial, secure: boolean): Clash | undefined {
	const { verdict, hops } = dial.attempt ?? {};
	const { host, port } = dial.address;
	if (verdict?.kind !== "reaches" || !isLoopback(host.flat)) return undefined;
	if (!verdict.server || hops?.some((h) => h.kind === "dev-server"))
		return undefined;
	const listens = verdict.server.listens.items.filter(
		(l) => !l.service && String(l.port) === port?.flat,
	);
	const [listen] = listens;
	return listen && listens.every((l) => l.tls === !secure)
		? { dial, secure, listen, proven: verdict.server.listens.complete }
		: undefined;
}

/** The page's own host with a scheme that never follows the page: dev servers speak http unless told otherwise. */
function atPage(dial: AbsoluteDial, secure: boolean): Clash | undefined {
	const { app, address } = dial;
	const fixed =
		secure &&
		dial.runtime === "browser" &&
		followsPage(address.host) &&
		(!address.port || followsPage(address.port)) &&
		!dial.when.some(
			(c) => c.kind === "page" && (c.atom === "https page" || c.is === "true"),
		) &&
		!hasPlainBranch(dial);
	if (!fixed || app?.devServer?.https === true) return undefined;
	return { dial, secure, proven: app?.devServer?.https === false };
}

/** Other code for the same socket does not insist on TLS. */
function hasPlainBranch({ attempt, scenario }: AbsoluteDial): boolean {
	return (
		attempt?.connection.attempts.some(
			({ address, scenario: where }) =>
				where === scenario &&
				(address.form === "relative" ||
					(address.form === "absolute" &&
						!/^(?:wss|https)$/i.test(address.scheme.flat))),
		) ?? false
	);
}

function report(at: Place, members: readonly [Clash, ...Clash[]]): Report {
	const [{ dial, secure, listen }] = members;
	const dials = members.map((m) => m.dial);
	const written = dial.address.scheme.flat.toLowerCase();
	const sure = members.some((m) => m.proven && isTakenAndReached(m.dial));
	return {
		at,
		severity: ifReached(sure ? "error" : "warning", dials),
		scenario: scenariosOf(dials),
		message: {
			what: listen
				? `${written}:// is dialled on port ${listen.port}, which speaks ${secure ? "plain http" : "TLS"}.`
				: "The scheme is wss:// whatever the page's is, on the page's own host: behind an http page, as every dev server serves by default, the port speaks no TLS.",
			why: secure
				? "The browser prints net::ERR_SSL_PROTOCOL_ERROR."
				: 'The browser prints "Connection closed before receiving a handshake response".',
			do: listen
				? `Use ${OTHER[written]}:// for this host, or ${secure ? "give the server a certificate" : "serve plain http in development"}.`
				: 'Take it from the page: location.protocol === "https:" ? "wss:" : "ws:".',
		},
		evidence: witnesses(
			at,
			listen ? listenedAt([listen]) : [],
			dialledAt(dials),
		),
		fixes: listen ? otherScheme(dial, OTHER[written]) : fromPage(dial, at),
		...connectionOf(dials),
	};
}

/** What speaks TLS where the scheme does not, and the other way round. */
const OTHER: Readonly<Record<string, string>> = {
	ws: "wss",
	wss: "ws",
	http: "https",
	https: "http",
};

/** No repair of a scheme that stands before other hosts too. */
function otherScheme(
	dial: AbsoluteDial,
	scheme: string | undefined,
): readonly Fix[] {
	const { url, address } = dial;
	if (scheme === undefined || standsBeforeOthers(dial)) return [];
	const intent = rewriteRange(
		url,
		{ start: 0, end: address.scheme.length },
		scheme,
	);
	return intent
		? [{ title: `Use ${scheme}://`, safety: "unsafe", intents: [intent] }]
		: [];
}

function standsBeforeOthers({ attempt, url, address }: AbsoluteDial): boolean {
	const at = startOf(url);
	return (
		attempt?.connection.attempts.some((other) => {
			const start = startOf(other.url);
			return (
				at !== undefined &&
				start !== undefined &&
				samePlace(start, at) &&
				(other.address.form !== "absolute" ||
					other.address.host.flat !== address.host.flat)
			);
		}) ?? false
	);
}

function fromPage({ app, url }: AbsoluteDial, at: Place): readonly Fix[] {
	const [first] = url.segments;
	const text = first?.text ?? "";
	if (first?.origin.kind !== "literal" || !/^wss(?::|:\/\/)$/.test(text))
		return [];
	return [
		{
			title: "Take the scheme from the page",
			safety: "unsafe",
			intents: [
				{
					do: "replace-expression",
					at,
					code: bySchemeCode(app, text, text.replace("wss", "ws")),
				},
			],
		},
	];
}
