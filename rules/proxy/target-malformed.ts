import type { Graph, ProxyEntry } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { isLoopback } from "../../src/rule/vocabulary/hosts.js";
import { devEntries } from "../../src/rule/vocabulary/proxied.js";
import { listensOfService } from "../../src/rule/vocabulary/services.js";
import { listenedAt, witnesses } from "../../src/rule/vocabulary/witness.js";
import { rewriteRange } from "../../src/rule/vocabulary/written.js";

export default defineRule({
	id: "proxy/target-malformed",
	summary:
		"A proxy target without a scheme, made of an undefined value, or https to a plain port.",
	severity: "error",
	since: "0.1.0",
	facts: ["P22", "P23"],
	*check(graph) {
		for (const { entry } of devEntries(graph)) {
			const { target } = entry;
			const flat = target?.value.flat ?? "";
			if (!target || flat === "") continue;
			const fault = schemeless(flat, entry) ?? plainBehindTls(graph, entry);
			if (!fault) continue;
			yield {
				at: target.value.segments[0]?.origin.at ?? target.at,
				scenario: ["dev"],
				message: fault.message,
				evidence: witnesses(
					target.at,
					[{ at: entry.keyAt, message: `the proxy key ${entry.key}` }],
					fault.listens,
				),
				fixes: fault.fixes,
			};
		}
	},
});

type Flaw = {
	readonly message: { what: string; why: string; do: string };
	readonly listens: ReturnType<typeof listenedAt>;
	readonly fixes: readonly Fix[];
};

function schemeless(flat: string, entry: ProxyEntry): Flaw | undefined {
	if (flat.startsWith("undefined"))
		return {
			message: {
				what: `The proxy target of \`${entry.key}\` begins with "undefined".`,
				why: "The value it is made of is not set where the config runs (env files are not in process.env there): the proxy answers nothing but errors.",
				do: 'Read it with loadEnv(mode, process.cwd(), ""), or give it a fallback.',
			},
			listens: [],
			fixes: [],
		};
	const host =
		/^(\[[^\]]*\]|[\w.-]+):\d+(?=\/|$)/.exec(flat) ??
		/^(localhost|[a-z\d][\w-]*(?:\.[\w-]+)*\.[a-z]{2,})(?=\/|$)/i.exec(flat);
	if (!host) return undefined;
	const intent =
		entry.target &&
		rewriteRange(entry.target.value, { start: 0, end: 0 }, "http://");
	return {
		message: {
			what: `The proxy target of \`${entry.key}\` has no scheme.`,
			why: `\`${host[1]}\` is read as ${host[0] === host[1] ? "a path" : "the scheme itself"}, so the proxy connects somewhere else or nowhere (getaddrinfo, port 80).`,
			do: "Write http:// in front of it.",
		},
		listens: [],
		fixes: intent
			? [
					{
						title: "Write http:// in front of it",
						safety: "unsafe",
						intents: [intent],
					},
				]
			: [],
	};
}

function plainBehindTls(graph: Graph, entry: ProxyEntry): Flaw | undefined {
	const flat = entry.target?.value.value ?? "";
	const parts = /^(https|wss):\/\/(\[[^\]]*\]|[^/:]+):(\d+)/.exec(flat);
	const [, scheme = "", host = "", port] = parts ?? [];
	if (!parts) return undefined;
	const servers = isLoopback(host) ? graph.servers.filter((s) => s.live) : [];
	const listens = [
		...servers
			.flatMap((s) => s.listens.items)
			.filter((l) => String(l.port) === port),
		...listensOfService(graph, host, Number(port)),
	];
	if (listens.length === 0 || listens.some((l) => l.tls !== false))
		return undefined;
	const proper = scheme === "https" ? "http" : "ws";
	const intent =
		entry.target &&
		rewriteRange(entry.target.value, { start: 0, end: scheme.length }, proper);
	return {
		message: {
			what: `The proxy target of \`${entry.key}\` is ${scheme}://, and port ${port} speaks plain http.`,
			why: 'The dev server logs "write EPROTO … wrong version number"; the browser prints "Connection closed before receiving a handshake response".',
			do: `Write ${proper}://.`,
		},
		listens: listenedAt(listens),
		fixes: intent
			? [
					{
						title: `Write ${proper}://`,
						safety: "unsafe",
						intents: [intent],
					},
				]
			: [],
	};
}
