import { splitHost } from "../../value/evaluate/url-parts.js";
import { isHoleCharacter, Text } from "../../value/text.js";
import type { Address, Flaw } from "../address.js";

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
/** `{scheme}://` or `{protocol}//`, the first character being a hole. */
const OPEN_SCHEME = /^[\ue000-\ue3ff](:?)\/\//;

/** Takes a socket URL apart as the browser's constructor does (U1–U12). */
export function parseAddress(text: Text): Address {
	const flat = text.flat;
	const at = text.segments[0]?.origin.at;
	const malformed = (flaw: Flaw, offset = 0, length = 1): Address => {
		const origin = text.originsOf(offset, offset + length)[0];
		return {
			form: "malformed",
			flaw,
			...((origin?.at ?? at) && { at: origin?.at ?? at }),
		} as Address;
	};
	const undefinedAt = undefinedRun(text);
	if (undefinedAt)
		return malformed(
			{ code: "undefined-in-url", name: undefinedAt.name },
			undefinedAt.start,
			9,
		);
	const template = /\$\{[^}]*\}/.exec(flat);
	if (template)
		return malformed(
			{ code: "unexpanded-template" },
			template.index,
			template[0].length,
		);
	if (/^["'`]|["'`]$/.test(flat)) return malformed({ code: "stray-quote" });
	if (/^\s|\s$/.test(flat) && flat.trim() === "")
		return malformed({ code: "whitespace" });

	const scheme = SCHEME.exec(flat);
	if (scheme)
		return absolute(text, scheme[1] ?? "", scheme[0].length, malformed);
	const open = OPEN_SCHEME.exec(flat);
	if (open) return parts(text, text.slice(0, 1), open[0].length, malformed);
	if (flat.length > 0 && isHoleCharacter(flat.charCodeAt(0)))
		return {
			form: "unknown",
			reason: text.holes[0]?.reason ?? "its start is not known",
			...(at && { at }),
		};
	return relative(text, malformed);
}

type Malformed = (flaw: Flaw, offset?: number, length?: number) => Address;

function absolute(
	text: Text,
	scheme: string,
	hostAt: number,
	malformed: Malformed,
): Address {
	if (!/^(wss?|https?)$/i.test(scheme))
		return malformed({ code: "bad-scheme", scheme }, 0, scheme.length);
	const second = /^(?:wss?|https?):\/\/|^(?:wss?|https?)\/\//i.exec(
		text.flat.slice(hostAt),
	);
	if (second) {
		const fromHref = text
			.originsOf(hostAt, hostAt + second[0].length)
			.some((o) => o.kind === "page");
		return malformed(
			{ code: fromHref ? "href-in-url" : "double-scheme" },
			hostAt,
			second[0].length,
		);
	}
	return parts(text, text.slice(0, scheme.length), hostAt, malformed);
}

function parts(
	text: Text,
	scheme: Text,
	hostAt: number,
	malformed: Malformed,
): Address {
	const flat = text.flat;
	const end = (from: number, stops: RegExp): number => {
		const found = flat.slice(from).search(stops);
		return found < 0 ? flat.length : from + found;
	};
	const hostEnd = end(hostAt, /[/?#]/);
	const pathEnd = end(hostEnd, /[?#]/);
	const queryEnd = end(pathEnd, /#/);
	if (queryEnd < flat.length)
		return malformed({ code: "fragment" }, queryEnd, 1);
	const authority = text.slice(hostAt, hostEnd);
	const { hostname, port } = splitHost(authority);
	if (hostname.length === 0)
		return malformed({ code: "empty-host" }, Math.max(0, hostAt - 1), 2);
	const earlier = hostname.flat.startsWith("[")
		? -1
		: hostname.flat.indexOf(":");
	if (earlier >= 0)
		return malformed(
			{ code: "second-port", host: hostname.toString() },
			hostAt + earlier,
			hostname.length - earlier,
		);
	const number = port?.value;
	if (
		number !== undefined &&
		number !== "" &&
		(!/^\d+$/.test(number) || Number(number) > 65535)
	)
		return malformed(
			{ code: "bad-port", port: number },
			hostAt + hostname.length + 1,
			number.length,
		);
	if (hostname.flat === "0.0.0.0")
		return malformed({ code: "unspecified-host" }, hostAt, 7);
	const path = text.slice(hostEnd, pathEnd);
	const firstOrigin = text.segments[0]?.origin;
	return {
		form: "absolute",
		scheme,
		host: hostname,
		port: port && port.length > 0 ? port : undefined,
		path:
			path.length > 0 || !firstOrigin
				? path
				: Text.of("/", { kind: "computed", at: firstOrigin.at }),
		query: text.slice(Math.min(pathEnd + 1, queryEnd), queryEnd),
	};
}

function relative(text: Text, malformed: Malformed): Address {
	const flat = text.flat;
	const schemeless =
		/^(localhost|127\.0\.0\.1|\[::1\]|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(:\d+)?(?=\/|$)/i.exec(
			flat,
		);
	if (
		schemeless &&
		(schemeless[2] !== undefined ||
			/^(localhost|127\.0\.0\.1)$/.test(schemeless[1] ?? ""))
	)
		return malformed(
			{ code: "missing-scheme", host: schemeless[0] },
			0,
			schemeless[0].length,
		);
	const slip = /^(wss?|https?):?\/{0,1}(?=[a-z0-9])/i.exec(flat);
	if (slip && /^(wss?|https?)(:|\/\/)/i.test(flat))
		return malformed(
			{ code: "bad-scheme", scheme: slip[0] },
			0,
			slip[0].length,
		);
	const hash = flat.indexOf("#");
	if (hash >= 0) return malformed({ code: "fragment" }, hash, 1);
	const query = flat.indexOf("?");
	const pathEnd = query < 0 ? flat.length : query;
	if (flat.startsWith("//")) {
		const hostEnd = flat.slice(2).search(/[/?]/);
		return {
			form: "unknown",
			reason: `it is protocol-relative (${flat.slice(2, hostEnd < 0 ? undefined : hostEnd + 2)})`,
		};
	}
	return {
		form: "relative",
		rooted: flat.startsWith("/"),
		path: text.slice(0, pathEnd),
		query: text.slice(Math.min(pathEnd + 1, flat.length)),
	};
}

/** The word `undefined` (or `null`) that an operation, not an author, put into the text. */
function undefinedRun(
	text: Text,
): { readonly name: string; readonly start: number } | undefined {
	let start = 0;
	for (const s of text.segments) {
		if (
			s.text !== undefined &&
			s.origin.kind === "computed" &&
			(s.text === "undefined" || s.text === "null" || s.text === "None")
		)
			return { name: s.text, start };
		start += s.hole ? 1 : s.text.length;
	}
	const written = /(^|\/\/|[/:])(undefined)(?=[/:?]|$)/.exec(text.flat);
	return written
		? { name: "undefined", start: written.index + (written[1]?.length ?? 0) }
		: undefined;
}
