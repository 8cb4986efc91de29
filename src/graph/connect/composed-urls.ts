import {
	type Alternatives,
	chain,
	computed,
	just,
	product,
	scalar,
	textValue,
	unknown,
} from "../../value/evaluate/alternatives.js";
import { toText } from "../../value/evaluate/conversion.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { CallExpr, Expr } from "../../value/expr.js";
import { Text } from "../../value/text.js";
import type { Scope, Value } from "../../value/value.js";
import type { UrlOf } from "./client-signature.js";
import { isLoopback } from "./surroundings.js";

/** Phoenix opens its endpoint's `websocket` transport: `new Socket("/socket")` dials `/socket/websocket` (phoenix.js, `endPointURL`). */
export const phoenixUrl: UrlOf = (evaluator, call, scope) =>
	withTail(evaluator, call, scope, "/websocket");

/** y-websocket dials `serverUrl/room`, slashes at the end of the first dropped (y-websocket, constructor). */
export const yWebsocketUrl: UrlOf = (evaluator, call, scope) => {
	const [server, room] = call.args;
	if (!server || !room) return scalar(undefined, placeOf(call, scope));
	const at = placeOf(call, scope);
	return product(
		[evaluator.evaluate(server, scope), evaluator.evaluate(room, scope)],
		([base, name]) =>
			base && name
				? just(
						textValue(
							Text.concat(
								withoutSlash(toText(evaluator, base)),
								Text.of("/", computed(at)),
								toText(evaluator, name),
							),
						),
					)
				: unknown("the room is not known", at),
	);
};

/** Action Cable without a URL takes the one of the page's `action-cable-url` meta tag, `/cable` without it (actioncable, `getConfig`). */
export const actionCableUrl: UrlOf = (evaluator, call, scope) => {
	const [url] = call.args;
	return url
		? evaluator.evaluate(url, scope)
		: unknown(
				"the page's action-cable-url meta tag names it",
				placeOf(call, scope),
			);
};

/** PartySocket dials `host/parties/party/room`, with `wss` except for this machine (partysocket, `getPartyInfo`). */
export const partySocketUrl: UrlOf = (evaluator, call, scope) => {
	const at = placeOf(call, scope);
	return product(
		["host", "party", "room", "path", "protocol"].map((name) =>
			option(evaluator, call.args[0], name, scope),
		),
		([host, party, room, path, protocol]) => {
			if (!host || isNothing(host)) return scalar(undefined, at);
			const computedText = (text: string) => Text.of(text, computed(at));
			const given = toText(evaluator, host).flat.match(/^(?:https?|wss?):\/\//);
			const name = toText(evaluator, host);
			const bare = given ? name.slice(given[0].length, name.length) : name;
			const scheme =
				protocol && !isNothing(protocol)
					? toText(evaluator, protocol)
					: computedText(
							isLoopback(bare.flat.replace(/:\d+$/, "")) ? "ws" : "wss",
						);
			const parts = [scheme, computedText("://"), withoutSlash(bare)];
			parts.push(computedText("/parties/"));
			parts.push(
				party && !isNothing(party)
					? toText(evaluator, party)
					: computedText("main"),
			);
			for (const part of [room, path])
				if (part && !isNothing(part))
					parts.push(computedText("/"), toText(evaluator, part));
			return just(textValue(Text.concat(...parts)));
		},
	);
};

/** pusher-js: `wsHost` and its port where they are given, else the cluster's host at pusher.com; the path is `/app/KEY`. */
export const pusherUrl: UrlOf = (evaluator, call, scope) =>
	pusherAddress(evaluator, call.args[1], scope, placeOf(call, scope));

/** Laravel Echo hands its options to pusher-js; other broadcasters dial for themselves. */
export const echoUrl: UrlOf = (evaluator, call, scope) => {
	const at = placeOf(call, scope);
	return chain(
		option(evaluator, call.args[0], "broadcaster", scope),
		(broadcaster) =>
			/^(pusher|reverb)$/.test(toText(evaluator, broadcaster).value ?? "")
				? pusherAddress(evaluator, call.args[0], scope, at)
				: scalar(undefined, at),
	);
};

/** Apollo's `WebSocketLink` takes options with a `uri`, or a client that dials for itself. */
export const webSocketLinkUrl: UrlOf = (evaluator, call, scope) => {
	const at = placeOf(call, scope);
	const [options] = call.args;
	if (!options) return scalar(undefined, at);
	return chain(evaluator.evaluate(options, scope), (value) =>
		value.v === "made"
			? scalar(undefined, at)
			: evaluator.property(value, "uri", at),
	);
};

function pusherAddress(
	evaluator: Evaluator,
	options: Expr | undefined,
	scope: Scope,
	at: { readonly file: string; readonly span: readonly [number, number] },
): Alternatives {
	const written = (text: string) => Text.of(text, computed(at));
	return product(
		["wsHost", "wsPort", "wssPort", "forceTLS", "cluster"].map((name) =>
			option(evaluator, options, name, scope),
		),
		([host, port, securePort, tls, cluster]) => {
			const plainText = tls?.v === "scalar" && tls.value === false;
			const scheme = written(plainText ? "ws://" : "wss://");
			const path = written("/app");
			if (host && !isNothing(host)) {
				const number = plainText ? port : securePort;
				return just(
					textValue(
						Text.concat(
							scheme,
							toText(evaluator, host),
							...(number && !isNothing(number)
								? [written(":"), toText(evaluator, number)]
								: []),
							path,
						),
					),
				);
			}
			return cluster && !isNothing(cluster)
				? just(
						textValue(
							Text.concat(
								scheme,
								written("ws-"),
								toText(evaluator, cluster),
								written(".pusher.com"),
								path,
							),
						),
					)
				: unknown("neither wsHost nor cluster is given", at);
		},
	);
}

/** The first argument with something behind it; functions and boxes are left to the caller. */
function withTail(
	evaluator: Evaluator,
	call: CallExpr,
	scope: Scope,
	tail: string,
): Alternatives {
	const [first] = call.args;
	const at = placeOf(call, scope);
	if (!first) return scalar(undefined, at);
	return chain(evaluator.evaluate(first, scope), (value) =>
		just(
			textValue(
				Text.concat(
					withoutSlash(toText(evaluator, value)),
					Text.of(tail, computed(at)),
				),
			),
		),
	);
}

function option(
	evaluator: Evaluator,
	options: Expr | undefined,
	name: string,
	scope: Scope,
): Alternatives {
	const at = { file: scope.file, span: options?.at ?? ([0, 0] as const) };
	return options
		? chain(evaluator.evaluate(options, scope), (value) =>
				evaluator.property(value, name, at),
			)
		: scalar(undefined, at);
}

function isNothing(value: Value): boolean {
	return (
		value.v === "scalar" && (value.value === undefined || value.value === null)
	);
}

function withoutSlash(text: Text): Text {
	const kept = text.flat.replace(/\/+$/, "").length;
	return kept === text.length ? text : text.slice(0, kept);
}

function placeOf(call: CallExpr, scope: Scope) {
	return { file: scope.file, span: call.at } as const;
}
