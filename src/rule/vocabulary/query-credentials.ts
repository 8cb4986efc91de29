import type { Place } from "../../facts/place.js";
import { isSecretKey, isStandIn } from "../../facts/secret.js";
import type { Text } from "../../value/text.js";
import { writtenAt } from "./written.js";

export { isStandIn } from "../../facts/secret.js";

/** A parameter of a URL's query that holds the same credential for every visitor. Its value is never kept. */
export interface QueryCredential {
	/** Name of the parameter. */
	readonly name: string;
	/** Where the parameter is written. */
	readonly at: Place;
	/** The env key that the bundle gets it from; absent for a literal. */
	readonly key?: string;
	/** Where the value stands. */
	readonly valueAt: Place;
}

const CREDENTIAL =
	/^(?:x[-_])?(?:api[-_]?key|app[-_]?secret|key|secret|client[-_]?secret|token|(?:access|auth|bearer)[-_]?token|auth|authorization|password|passwd|pwd|jwt)$/i;

/** Meant to be public, by the services that hand them out. */
const PUBLISHABLE =
	/ANON|PUBLISHABLE|SITE_?KEY|APP_?KEY|PUBLIC_?KEY|CLIENT_ID|DEMO|GUEST/i;

/** One `name=value` of a URL's query. */
export interface QueryParameter {
	readonly name: string;
	/** Where the name is written. */
	readonly at: Place;
	readonly value: Text;
}

/** The parameters of a URL's query with names that are written down. */
export function* queryParameters(url: Text): Iterable<QueryParameter> {
	const start = url.flat.indexOf("?");
	if (start < 0) return;
	let from = start + 1;
	for (const part of url.flat.slice(from).replace(/#.*$/s, "").split("&")) {
		const range = { start: from, end: from + part.length };
		from = range.end + 1;
		const cut = part.indexOf("=");
		const name = part.slice(0, cut);
		if (cut < 1 || !/^[\w.-]+$/.test(name)) continue;
		const at = writtenAt(url, { start: range.start, end: range.start + cut });
		const value = url.slice(range.start + cut + 1, range.end);
		if (at) yield { name, at, value };
	}
}

/** Static credentials in a URL's query: literals, and env keys that the bundler inlines. */
export function* queryCredentials(url: Text): Iterable<QueryCredential> {
	for (const { name, at, value } of queryParameters(url)) {
		const [first] = value.segments;
		if (!first) continue;
		const { origin } = first;
		if (origin.kind === "env") {
			const secret = CREDENTIAL.test(name) || isSecretKey(origin.key);
			if (secret && !PUBLISHABLE.test(origin.key))
				yield { name, at, key: origin.key, valueAt: origin.at };
		} else if (
			origin.kind === "literal" &&
			CREDENTIAL.test(name) &&
			(value.value?.length ?? 0) >= 8 &&
			!isStandIn(value.value ?? "")
		)
			yield { name, at, valueAt: origin.at };
	}
}

/** The parameters of a URL's query that hold what the browser keeps of a session in its storage. */
export function* storedCredentials(url: Text): Iterable<QueryParameter> {
	for (const parameter of queryParameters(url)) {
		const [first] = parameter.value.segments;
		if (
			CREDENTIAL.test(parameter.name) &&
			/\b(?:localStorage|sessionStorage)\b/.test(first?.hole?.name ?? "")
		)
			yield parameter;
	}
}
