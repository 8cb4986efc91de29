import type { NginxStatement } from "../../facts/index.js";
import { regexOf } from "./pattern.js";
import { argument, type Chain, named, variable } from "./statements.js";

/** What `proxy_pass` sends a request to. */
export interface Forward {
	/** `http://backend:8000/`, variables that `set` gives filled in. */
	readonly url: string;
	/** Host and port, when they are written; several for an upstream of several servers. */
	readonly targets: readonly { readonly host: string; readonly port: number }[];
	/** The path that the target sees; undefined when a variable decides. */
	readonly sent: string | undefined;
}

/** The path after the location's `rewrite` lines. */
type Rewritten =
	| { readonly kind: "path"; readonly path: string; readonly changed: boolean }
	| { readonly kind: "unknown" };

/**
 * Where a request for `path` goes (H9): a `proxy_pass` without a path of its
 * own keeps the path, one with a path (`/` is one) puts it in place of the
 * location's prefix, one with variables is sent as it is written.
 */
export function forward(
	pass: NginxStatement,
	prefix: string | undefined,
	chain: Chain,
	path: string,
): Forward {
	const written = argument(pass, 0);
	const url = filled(written, chain);
	const [, scheme = "", authority = "", uri] =
		/^(https?):\/\/((?:\$?\{[^}]*\}+|[^/{}])+)(\/.*)?$/i.exec(url) ?? [];
	const targets = targetsOf(authority, scheme, chain);
	const rewritten = rewrite(chain[0] ?? [], path);
	const sent = (): string | undefined => {
		if (authority === "" || rewritten.kind === "unknown") return undefined;
		// A path that `rewrite … break` changed is sent whole (ngx_http_proxy_module).
		if (uri === undefined || rewritten.changed) return rewritten.path;
		if (uri.includes("${") || uri.includes("{{")) return undefined;
		if (written.includes("$")) {
			const plain = uri.replace(/^\/?\$(request_)?uri$/, path);
			return plain.includes("$") ? undefined : plain;
		}
		return prefix === undefined ? undefined : uri + path.slice(prefix.length);
	};
	return { url, targets, sent: sent() };
}

/** `$name` where a `set` around it gives a plain text. */
function filled(text: string, chain: Chain): string {
	return text.replace(/\$\w+/g, (name) => variable(name, chain) ?? name);
}

/** The servers of an upstream of that name, else the host itself; none when it is not written. */
function targetsOf(
	authority: string,
	scheme: string,
	chain: Chain,
): Forward["targets"] {
	const blocks = chain.flatMap((block) => named(block, "upstream"));
	const upstream = blocks.find((s) => argument(s, 0) === authority);
	const servers = upstream
		? named(upstream.block ?? [], "server").map((s) => argument(s, 0))
		: [authority];
	return servers.flatMap((server) => {
		const [, host = "", port] =
			/^([\w.-]+|\[[\da-f:]+\])(?::(\d+))?$/i.exec(server) ?? [];
		if (host === "") return [];
		const standard = scheme.toLowerCase() === "https" && !upstream ? 443 : 80;
		return [{ host, port: port === undefined ? standard : Number(port) }];
	});
}

function rewrite(block: readonly NginxStatement[], path: string): Rewritten {
	for (const line of named(block, "rewrite")) {
		const regex = regexOf(argument(line, 0), false);
		const match = regex?.exec(path);
		if (!regex) return { kind: "unknown" };
		if (!match) continue;
		const put = argument(line, 1);
		if (argument(line, 2) !== "break" || /\$[a-z{]/i.test(put))
			return { kind: "unknown" };
		const changed = put.replace(/\$(\d)/g, (_, n) => match[Number(n)] ?? "");
		return { kind: "path", path: changed, changed: true };
	}
	return { kind: "path", path, changed: false };
}
