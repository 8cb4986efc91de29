import type { CallFact } from "../../facts/code.js";
import type { Place } from "../../facts/place.js";
import {
	type Alternatives,
	scalar,
	THROWS,
} from "../../value/evaluate/alternatives.js";
import { toText } from "../../value/evaluate/conversion.js";
import type { Evaluator } from "../../value/evaluator.js";
import { Text } from "../../value/text.js";
import type { Alternative, Scope, Value } from "../../value/value.js";
import type { ClientSignature } from "./client-signature.js";
import { CLIENTS } from "./clients.js";

/** A call that opens a socket, before its URL is known. */
export interface DialSite {
	readonly file: string;
	readonly block: number;
	readonly fact: CallFact;
	readonly client: ClientSignature;
}

/** What a call site is, if its callee is a socket client. */
export function clientOf(
	evaluator: Evaluator,
	site: {
		readonly file: string;
		readonly block: number;
		readonly fact: CallFact;
	},
): ClientSignature | undefined {
	for (const value of evaluator.callee(site)) {
		const name = calleeName(value);
		const client = name === undefined ? undefined : signatureOf(name);
		if (client && plausible(client, site.fact)) return client;
	}
	return undefined;
}

/** What CommonJS code requires is the default export, if the package has one. */
function signatureOf(name: string): ClientSignature | undefined {
	return CLIENTS[name] ?? CLIENTS[name.replace(/#\*(?=\.|$)/, "#default")];
}

/**
 * `pkg#name`; a method in a chain of calls is named after what began the chain:
 * `pkg#Builder.withUrl`. Methods of a finished socket have no name here:
 * `io(url).connect()` is not `io.connect()`.
 */
function calleeName(value: Value): string | undefined {
	if (value.v === "external") return value.name;
	if (value.v !== "property" || value.of.v !== "made") return undefined;
	const [maker] = value.of.by.split("()");
	return maker === undefined || maker in CLIENTS
		? undefined
		: `${maker}.${value.name}`;
}

/** `new WebSocket(server)` of the ws package builds a server in old versions; `io` of a server object is no client. */
function plausible(client: ClientSignature, { call }: CallFact): boolean {
	if (client.library === "WebSocket" || client.library === "ws")
		return call.form === "new" && call.args.length > 0;
	return call.form !== "jsx";
}

/** More possible paths than this are one that is not known. */
const MOST_PATHS = 4;

/** The paths a Socket.IO client may send its handshake to: its `path` option with a slash at the end, `/socket.io/` by default. */
export function enginePaths(
	evaluator: Evaluator,
	site: DialSite,
): readonly Alternative<Text>[] {
	const at = { file: site.file, span: site.fact.call.at };
	const slash = (text: string) => Text.of(text, { kind: "computed", at });
	const open = (reason: string): Alternative<Text>[] => [
		{
			value: Text.hole(
				{ kind: "runtime", name: "path", reason },
				{ kind: "computed", at },
			),
			when: new Map(),
			steps: [],
		},
	];
	const fallback = { value: slash("/socket.io/"), when: new Map(), steps: [] };
	if (site.client.speaks !== "socket.io") return [fallback];
	const scope: Scope = { file: site.file, block: site.block };
	for (const argument of site.fact.call.args.slice(0, 2)) {
		const options = evaluator.single({ expr: argument, scope });
		if (options?.v !== "object") continue;
		const path = options.entries.get("path");
		if (!path) {
			if (!options.complete)
				return open("the options of io() are not all known");
			continue;
		}
		const given = evaluator.force(path.value).map((a) => {
			if (a.value.v === "scalar") return { ...a, value: fallback.value };
			const text = toText(evaluator, a.value);
			return {
				...a,
				value: text.flat.endsWith("/") ? text : Text.concat(text, slash("/")),
			};
		});
		return given.length <= MOST_PATHS
			? given
			: open("the path option of io() is not known");
	}
	return [fallback];
}

/** The URL of a dial, as text, in the evaluator's world. `undefined`: it does not connect there (null, undefined URL). */
export function dialledUrls(
	evaluator: Evaluator,
	site: DialSite,
): readonly Alternative<Text | "page" | undefined>[] {
	const scope: Scope = { file: site.file, block: site.block };
	return urlsGiven(evaluator, site, scope).flatMap((a) =>
		opened(evaluator, site, a, 0),
	);
}

/** What is given as the URL; `undefined` where nothing is. */
function urlsGiven(
	evaluator: Evaluator,
	{ client, file, fact: { call } }: DialSite,
	scope: Scope,
): Alternatives {
	const { url } = client;
	if (typeof url === "function") return url(evaluator, call, scope);
	const [first] = call.args;
	if (!first) return scalar(undefined, { file, span: call.at });
	return evaluator.evaluate(
		url === "argument"
			? first
			: {
					k: "member",
					at: first.at,
					of: first,
					name: url.property,
					nameAt: first.at,
				},
		scope,
	);
}

/** Follows what libraries accept besides text: functions, reactive boxes, option objects. */
function opened(
	evaluator: Evaluator,
	site: DialSite,
	alternative: Alternative,
	depth: number,
): readonly Alternative<Text | "page" | undefined>[] {
	const { value } = alternative;
	const into = (next: readonly Alternative[]) =>
		next.flatMap((a) =>
			opened(
				evaluator,
				site,
				{
					value: a.value,
					when: new Map([...alternative.when, ...a.when]),
					steps: [...alternative.steps, ...a.steps],
				},
				depth + 1,
			),
		);
	if (value.v === "unknown" && value.reason === THROWS)
		return [{ ...alternative, value: undefined }];
	const at = { file: site.file, span: site.fact.call.at };
	if (depth < 3) {
		if (value.v === "function") return into(evaluator.call(value, [], at));
		if (value.v === "object") {
			for (const name of ["value", "url", "uri"])
				if (value.entries.has(name))
					return into(evaluator.property(value, name, at));
			// io({ path }) has no URL; other libraries take no such object.
			return [
				{
					...alternative,
					value: site.client.withoutUrl === "page" ? "page" : undefined,
				},
			];
		}
	}
	if (
		value.v === "scalar" &&
		(value.value === undefined || value.value === null || value.value === false)
	) {
		// `new WebSocket(undefined)` dials "undefined"; libraries skip it.
		if (site.client.withoutUrl === "page" && value.value === undefined)
			return [{ ...alternative, value: "page" }];
		if (value.value === undefined && REFUSING.has(site.client.library))
			return [{ ...alternative, value: refused(at) }];
		if (value.value !== undefined || site.client.library !== "WebSocket")
			return [{ ...alternative, value: undefined }];
	}
	return [{ ...alternative, value: toText(evaluator, value) }];
}

/** Libraries that throw "Invalid URL" where no text is given (reconnecting-websocket 4, `_getNextUrl`). */
const REFUSING: ReadonlySet<string> = new Set(["reconnecting-websocket"]);

function refused(at: Place): Text {
	return Text.hole(
		{ kind: "runtime", name: "url", reason: THROWS },
		{ kind: "computed", at },
	);
}
