import type {
	EdgeLocation,
	Graph,
	Listen,
	Stated,
} from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Message } from "../../src/rule/finding.js";
import { listensOfService } from "../../src/rule/vocabulary/services.js";
import { listenedAt, witnesses } from "../../src/rule/vocabulary/witness.js";

/** What is wrong with a target, and what it should say. */
interface Flaw {
	readonly right: string;
	readonly message: Omit<Message, "do">;
	readonly listens?: readonly Listen[];
}

const REFUSED =
	'nginx refuses to start: "invalid URL prefix". A socket begins as an HTTP request and is forwarded as one.';

export default defineRule({
	id: "deploy/proxy-target-malformed",
	summary:
		"`proxy_pass` names a target that nginx refuses to start with, or https where plain http is spoken.",
	severity: "error",
	since: "0.1.0",
	facts: ["H9", "contradiction"],
	*check(graph) {
		for (const edge of graph.edges)
			for (const location of edge.forwarding) {
				const { target } = location;
				const flaw =
					target && (refused(target.value) ?? plainBehindTls(graph, target));
				if (flaw) yield about(location, target, flaw);
			}
	},
});

function refused(target: string): Flaw | undefined {
	const [, scheme = "", secure = ""] = /^(ws(s?)):\/\//i.exec(target) ?? [];
	if (scheme !== "")
		return {
			right: `http${secure}${target.slice(scheme.length)}`,
			message: {
				what: `\`proxy_pass ${target}\`: nginx knows no scheme \`${scheme}\`.`,
				why: REFUSED,
			},
		};
	// A variable is read when the request comes, and may bring the scheme along.
	if (!/^[\w.-]+(:\d+)?(\/[^$]*)?$/.test(target)) return undefined;
	return {
		right: `http://${target}`,
		message: {
			what: `\`proxy_pass ${target}\` has no scheme.`,
			why: REFUSED,
		},
	};
}

/** https to a service whose programs are known to speak plain http on that port. */
function plainBehindTls(
	graph: Graph,
	{ value }: Stated<string>,
): Flaw | undefined {
	const [, host = "", port] =
		/^https:\/\/([\w.-]+):(\d+)(?=\/|$)/i.exec(value) ?? [];
	const listens = listensOfService(graph, host, Number(port));
	if (listens.length === 0 || listens.some((l) => l.tls !== false))
		return undefined;
	return {
		right: value.replace(/^https/i, "http"),
		listens,
		message: {
			what: `\`proxy_pass ${value}\`: port ${port} of ${host} speaks plain http.`,
			why: 'nginx answers 502 and logs "SSL_do_handshake() failed … wrong version number".',
		},
	};
}

function about(
	location: EdgeLocation,
	target: Stated<string>,
	{ right, message, listens }: Flaw,
) {
	return {
		at: target.at,
		scenario: ["production"],
		message: {
			...message,
			do: `Write \`proxy_pass ${right}\` and pass the Upgrade and Connection headers on.`,
		},
		evidence: witnesses(
			target.at,
			[{ at: location.at, message: "for this location" }],
			listens ? listenedAt(listens) : [],
		),
		fixes: [
			{
				title: `Forward by \`${right.slice(0, right.indexOf(":"))}\``,
				// A target that nothing started with cannot have worked.
				safety: listens ? "unsafe" : "safe",
				intents: [{ do: "replace-text", at: target.at, text: right }],
			},
		],
	} as const;
}
