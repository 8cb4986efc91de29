import type { NginxStatement } from "../../facts/index.js";
import { type Forward, forward } from "./forward.js";
import { type Upgrade, upgradeIn } from "./headers.js";
import { type Location, locate, namedLocation } from "./locate.js";
import { regexOf } from "./pattern.js";
import { argument, type Chain, isOpen, named } from "./statements.js";

/** What a server block does with a GET request for a path. */
export type Answer =
	| {
			readonly kind: "forwards";
			readonly location: Location;
			readonly pass: NginxStatement;
			readonly forward: Forward;
			readonly upgrade: Upgrade;
	  }
	/** A file, the page in place of a file, or an error: `how` as a sentence fragment. */
	| {
			readonly kind: "answers";
			readonly location: Location | undefined;
			readonly how: string;
	  }
	| { readonly kind: "unknown"; readonly reason: string };

/** Statements by which something else than a file or a proxy answers, or decides who does. */
const OTHER_HANDLER =
	/^((fastcgi|uwsgi|scgi|grpc|memcached)_pass|js_content|perl|(content|rewrite|access)_by_lua\w*|auth_request|dav_methods|internal|proxy_redirect_errors|mirror)$/;

/** Tests that a handshake passes, or that change the host only. */
const ASIDE =
	/^\(?\s*\$(host|http_host|scheme|server_port|server_name|request_method|http_user_agent|http_x_forwarded_proto|http_origin|ssl_protocol|uri)\b/;

/** Follows a path through a server block: `chain` begins with the block's own statements. */
export function answerAt(
	chain: Chain,
	path: string,
	root: readonly NginxStatement[],
): Answer {
	const [server = []] = chain;
	if (isOpen(server)) return unknown("an included file may add locations");
	const outside = aside(server, path);
	if (outside) return unknown(outside);
	const located = locate(chain, path);
	switch (located.kind) {
		case "unknown":
			return unknown(located.reason);
		case "none":
			return { kind: "answers", location: undefined, how: "looks for a file" };
		case "redirect":
			return {
				kind: "answers",
				location: located.location,
				how: `redirects to ${located.location.pattern}`,
			};
		case "location":
			return answerIn(located.location, chain, path, root);
	}
}

function answerIn(
	location: Location,
	server: Chain,
	path: string,
	root: readonly NginxStatement[],
	depth = 0,
): Answer {
	const block = location.statement.block ?? [];
	const other = block.find((s) => OTHER_HANDLER.test(s.name));
	if (other) return unknown(`${other.name} decides there`);
	const [pass] = named(block, "proxy_pass");
	const outside = aside(block, pass ? undefined : path);
	if (outside) return unknown(outside);
	if (pass) {
		const prefix =
			location.modifier.startsWith("~") || location.modifier === "@"
				? undefined
				: location.pattern;
		return {
			kind: "forwards",
			location,
			pass,
			forward: forward(pass, prefix, location.chain, path),
			upgrade: upgradeIn(location.chain, root),
		};
	}
	if (isOpen(block)) return unknown("an included file may forward it");
	const [back] = named(block, "return");
	if (back)
		return { kind: "answers", location, how: `returns ${argument(back, 0)}` };
	if (block.some((s) => s.name === "error_page" && lastOf(s).startsWith("@")))
		return unknown("error_page hands it on");
	const files = named(block, "try_files")[0] ?? inherited(location.chain);
	const last = files ? lastOf(files) : "";
	if (last.startsWith("@") && depth < 2) {
		const next = namedLocation(server, last);
		return next
			? answerIn(next, server, path, root, depth + 1)
			: unknown(`${last} is not defined here`);
	}
	if (last.startsWith("/") && depth < 2) {
		const page = locate(server, last.replace(/\?.*$/, ""));
		if (
			page.kind === "location" &&
			named(page.location.statement.block ?? [], "proxy_pass").length > 0
		)
			return unknown(`${last} is forwarded`);
		return { kind: "answers", location, how: `falls back to ${last}` };
	}
	return { kind: "answers", location, how: "looks for a file" };
}

/** `try_files` of the blocks around a location is in force where it has none. */
function inherited(chain: Chain): NginxStatement | undefined {
	return chain.slice(1).flatMap((block) => named(block, "try_files"))[0];
}

/** What may take a handshake out of a block before its own handler: a reason, if something may. */
function aside(
	block: readonly NginxStatement[],
	path: string | undefined,
): string | undefined {
	for (const s of block) {
		if (s.name === "if" && !ASIDE.test(argument(s, 0)))
			return "an if block may decide";
		if (s.name.startsWith("if(")) return "an if block may decide";
		if (s.name !== "rewrite" || path === undefined) continue;
		const regex = regexOf(argument(s, 0), false);
		if (!regex || regex.test(path)) return "a rewrite may apply";
	}
	return undefined;
}

function lastOf(statement: NginxStatement): string {
	return statement.args.at(-1)?.text ?? "";
}

function unknown(reason: string): Answer {
	return { kind: "unknown", reason };
}
