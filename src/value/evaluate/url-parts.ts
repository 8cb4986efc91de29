import type { Place } from "../../facts/place.js";
import { isHoleCharacter, Text } from "../text.js";
import type { UrlParts, Value } from "../value.js";
import { computed } from "./alternatives.js";

const ABSOLUTE =
	/^([a-z][a-z0-9+.-]*:|[\ue000-\ue3ff]:?)\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is;

/** Takes an absolute URL apart, keeping provenance; undefined when the text is not `scheme://…`. */
export function absoluteParts(text: Text): UrlParts | undefined {
	const found = ABSOLUTE.exec(text.flat);
	if (!found) return undefined;
	const [, protocol = "", host = "", pathname = "", search = ""] = found;
	const hostAt = protocol.length + 2;
	const pathAt = hostAt + host.length;
	const searchAt = pathAt + pathname.length;
	const hashAt = searchAt + search.length;
	return {
		protocol: text.slice(0, protocol.length),
		host: text.slice(hostAt, pathAt),
		pathname: text.slice(pathAt, searchAt),
		search: text.slice(searchAt, hashAt),
		hash: text.slice(hashAt),
	};
}

/** `new URL(input, base)`: undefined when it would throw or cannot be known. */
export function resolveUrl(
	input: Text,
	base: UrlParts | undefined,
	at: Place,
): UrlParts | undefined {
	const absolute = absoluteParts(input);
	if (absolute)
		return absolute.pathname.length === 0
			? { ...absolute, pathname: Text.of("/", computed(at)) }
			: absolute;
	if (!base) return undefined;
	if (input.flat.startsWith("//"))
		return absoluteParts(Text.concat(base.protocol, input));
	if (input.length > 0 && isHoleCharacter(input.flat.charCodeAt(0)))
		return below(base, input, at);
	const cut = input.flat.search(/[?#]/);
	const pathEnd = cut < 0 ? input.length : cut;
	const hashAt = input.flat.indexOf("#");
	const searchEnd = hashAt < 0 ? input.length : hashAt;
	const path = input.slice(0, pathEnd);
	const search = input.slice(pathEnd, searchEnd);
	const folder = base.pathname.flat.lastIndexOf("/");
	return {
		protocol: base.protocol,
		host: base.host,
		pathname: path.flat.startsWith("/")
			? path
			: path.length === 0
				? base.pathname
				: Text.concat(
						folder < 0
							? Text.of("/", computed(at))
							: base.pathname.slice(0, folder + 1),
						path.flat.startsWith("./") ? path.slice(2) : path,
					),
		search: path.length === 0 && search.length === 0 ? base.search : search,
		hash: input.slice(searchEnd),
	};
}

/**
 * Something known only at run time, resolved against a base: taken for a path,
 * as whoever gives a base means it. An env value may be a whole URL.
 */
function below(base: UrlParts, input: Text, at: Place): UrlParts | undefined {
	const [first] = input.holes;
	if (first?.kind !== "runtime" && first?.kind !== "parameter")
		return undefined;
	return {
		protocol: base.protocol,
		host: base.host,
		pathname: Text.concat(Text.of("/", computed(at)), input),
		search: Text.empty,
		hash: Text.empty,
	};
}

/** A URL of which nothing is known yet; its parts may still be assigned. */
export function openParts(reason: string, at: Place): UrlParts {
	const open = (name: string) =>
		Text.hole({ kind: "runtime", name, reason }, computed(at));
	return {
		protocol: open("protocol"),
		host: open("host"),
		pathname: Text.concat(Text.of("/", computed(at)), open("path")),
		search: Text.empty,
		hash: Text.empty,
	};
}

/** The parts joined, as `href` and `toString()` give them. */
export function href(parts: UrlParts, at: Place): Text {
	return Text.concat(
		origin(parts, at),
		parts.pathname,
		parts.search,
		parts.hash,
	);
}

export function origin(parts: UrlParts, at: Place): Text {
	return Text.concat(parts.protocol, Text.of("//", computed(at)), parts.host);
}

/** A readable part of a URL object or `location`; undefined for other names. */
export function urlPart(
	parts: UrlParts,
	name: string,
	at: Place,
): Text | undefined {
	switch (name) {
		case "href":
			return href(parts, at);
		case "origin":
			return origin(parts, at);
		case "protocol":
		case "host":
		case "pathname":
		case "search":
		case "hash":
			return parts[name];
		case "hostname":
			return splitHost(parts.host).hostname;
		case "port":
			return splitHost(parts.host).port ?? Text.empty;
		default:
			return undefined;
	}
}

/** Host and port of an authority; user info is cut off. */
export function splitHost(authority: Text): {
	readonly hostname: Text;
	readonly port: Text | undefined;
} {
	const user = authority.flat.lastIndexOf("@");
	const host = user < 0 ? authority : authority.slice(user + 1);
	const colon = /:([^:\]]*)$/.exec(host.flat);
	if (!colon) return { hostname: host, port: undefined };
	return {
		hostname: host.slice(0, colon.index),
		port: host.slice(colon.index + 1),
	};
}

/** `url` with one part assigned, as the setters of `URL` do it; undefined for a name that is not settable. */
export function assignPart(
	parts: UrlParts,
	name: string,
	value: Text,
	at: Place,
): UrlParts | undefined {
	const mark = (sign: string) => Text.of(sign, computed(at));
	const { hostname, port } = splitHost(parts.host);
	const joinHost = (host: Text, portText: Text | undefined) =>
		portText && portText.length > 0
			? Text.concat(host, mark(":"), portText)
			: host;
	switch (name) {
		case "protocol":
			return {
				...parts,
				protocol: value.flat.endsWith(":")
					? value
					: Text.concat(value, mark(":")),
			};
		case "host":
			return { ...parts, host: value };
		case "hostname":
			return { ...parts, host: joinHost(value, port) };
		case "port":
			return { ...parts, host: joinHost(hostname, value) };
		case "pathname":
			return {
				...parts,
				pathname: value.flat.startsWith("/")
					? value
					: Text.concat(mark("/"), value),
			};
		case "search":
			return {
				...parts,
				search:
					value.length === 0 || value.flat.startsWith("?")
						? value
						: Text.concat(mark("?"), value),
			};
		case "hash":
			return { ...parts, hash: value };
		case "href":
			return absoluteParts(value);
		default:
			return undefined;
	}
}

/** A value used as a URL base: text or URL object. */
export function partsOf(value: Value): UrlParts | undefined {
	if (value.v === "url") return value.parts;
	if (value.v === "text") return absoluteParts(value.text);
	return undefined;
}
