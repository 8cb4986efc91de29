import type {
	Literal,
	RegisteredRoute,
	ServerGap,
	ServerSource,
	WrittenListen,
	WrittenOrigins,
} from "../../facts/server-source.js";
import { directivesInHashComments } from "../hash-comments.js";

/**
 * Reads an Elixir file by its lines, since no grammar of it is at hand: the
 * sockets of a Phoenix endpoint, its literal `check_origin`, and the ports that
 * its configuration gives it in each environment but the one of the tests. Pure;
 * never throws.
 */
export function extractElixir(text: string, path: string): ServerSource {
	const code = text.replace(/(?<=^|\s)#(?!\{)[^\n]*/gm, (comment) =>
		" ".repeat(comment.length),
	);
	return {
		kind: "server-source",
		language: "elixir",
		entry: /\buse Phoenix\.Endpoint\b/.test(code),
		routes: socketsIn(code),
		functions: [],
		handed: [],
		listens: /(?:^|\/)config\/(?!test\.)[^/]+\.exs$/.test(path)
			? portsIn(code)
			: [],
		portFields: [],
		origins: originsIn(code),
		gaps: gapsIn(code),
		directives: directivesInHashComments(text),
	};
}

/** `socket "/socket", UserSocket, websocket: true` and its options up to the next statement. */
const SOCKET =
	/^[ \t]*socket[ (][ \t]*("[^"\n]*")?([\s\S]*?)(?=^[ \t]*(?:socket|plug|if|end|def|defp|use|@\w+)\b|(?![\s\S]))/gm;

/** Phoenix serves raw sockets below the socket's path: `/websocket` unless `path:` says otherwise (Phoenix.Endpoint.socket/3). */
function socketsIn(code: string): readonly RegisteredRoute[] {
	if (!/\buse Phoenix\.Endpoint\b/.test(code)) return [];
	return [...code.matchAll(SOCKET)].flatMap((match): RegisteredRoute[] => {
		const [whole, written, options = ""] = match;
		if (/\bwebsocket:\s*false\b/.test(options)) return [];
		const start = match.index + whole.indexOf(written ?? "socket");
		const at = [start, start + (written ?? "socket").length] as const;
		const own = /\bpath:\s*("[^"\n]*"|\S+)/.exec(options)?.[1];
		const suffix = own === undefined ? "/websocket" : literalText(own);
		const path = written === undefined ? undefined : literalText(written);
		const parts: readonly Literal[] | undefined =
			path === undefined || suffix === undefined
				? undefined
				: [{ value: `${path.replace(/\/$/, "")}${suffix}`, at }];
		return [
			{
				at,
				parts,
				base: { kind: "root" },
				style: "colons",
				handlers: [],
				socket: true,
				framework: "Phoenix",
			},
		];
	});
}

function literalText(written: string): string | undefined {
	const value = /^"([^"\\]*)"/.exec(written)?.[1];
	return value === undefined || value.includes("#{") ? undefined : value;
}

/** `http: [port: 4000]`, `port: String.to_integer(System.get_env("PORT") || "4000")`. */
function portsIn(code: string): readonly WrittenListen[] {
	if (!/\bEndpoint\b/.test(code)) return [];
	return [...code.matchAll(/\bhttps?:\s*\[[^\]]*?\bport:\s*([^\n\]]+)/g)].map(
		(match) => {
			const [whole, value = ""] = match;
			const start = match.index + whole.length - value.length;
			const env = /System\.get_env\("(\w+)"/.exec(value)?.[1];
			const digits = /(?<![\w.])(\d{2,5})(?!\w)/.exec(value);
			const from = start + (digits?.index ?? 0);
			return {
				at: [match.index, match.index + whole.length],
				ports: digits?.[1]
					? [{ port: Number(digits[1]), at: [from, from + digits[1].length] }]
					: [],
				...(env !== undefined && { env }),
				open: !digits,
				tls: whole.startsWith("https"),
			};
		},
	);
}

/** Entries of `check_origin` may be hosts or patterns, so the list is never closed. */
function originsIn(code: string): readonly WrittenOrigins[] {
	return [...code.matchAll(/\bcheck_origin:\s*(\[[^\]]*\])/g)].map((match) => {
		const [whole, list = ""] = match;
		const start = match.index + whole.length - list.length;
		return {
			kind: "origin-check",
			at: [start, start + list.length],
			entries: [...list.matchAll(/"(https?:\/\/[^"*]+)"/g)].map((entry) => ({
				value: entry[1] ?? "",
				at: [
					start + entry.index,
					start + entry.index + entry[0].length,
				] as const,
			})),
			complete: false,
		};
	});
}

function gapsIn(code: string): readonly ServerGap[] {
	const unread =
		/\bWebSockAdapter\b|:cowboy_websocket\b|\bReverseProxyPlug\b|\bAbsinthe\.Phoenix\b/.exec(
			code,
		);
	return unread
		? [
				{
					at: [unread.index, unread.index + unread[0].length],
					reason: `it answers sockets through ${unread[0]}`,
				},
			]
		: [];
}
