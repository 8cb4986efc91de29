import type { Place } from "../../../facts/place.js";
import type { Evaluator } from "../../../value/evaluator.js";
import type { Expr } from "../../../value/expr.js";
import { projectPattern } from "../../../value/project-pattern.js";
import type { Thunk, Value } from "../../../value/value.js";
import { majorOf } from "../../app/layout.js";
import type {
	Collection,
	Namespace,
	SocketIoEngine,
	Stated,
} from "../../graph.js";
import { textsOf } from "../answers.js";
import type { Projects } from "../project.js";
import { entryOf, type NodeCall } from "./calls.js";

/** Files looked through for `io.of(…)`, at most. */
const MOST_FILES = 150;

/** What a Socket.IO server of Node says about itself besides its path. */
export function nodeEngine(
	projects: Projects,
	call: NodeCall,
	options: Value | undefined,
	open: string | undefined,
): SocketIoEngine {
	const { evaluator, project } = call;
	const { file } = call.made.site;
	const major = majorOf(projects.sources, project.root, "socket.io");
	const eio3 = options && entryOf(evaluator, options, "allowEIO3");
	const transports =
		options &&
		transportsOf(evaluator, entryOf(evaluator, options, "transports"));
	return {
		at: call.made.site,
		namespaces: namespacesFrom(projects, file),
		...(major !== undefined && { major }),
		...(transports && open === undefined && { transports }),
		cors:
			open !== undefined
				? undefined
				: options !== undefined &&
					entryOf(evaluator, options, "cors") !== undefined,
		allowsOldClients:
			open !== undefined || (eio3 !== undefined && !isFalse(evaluator, eio3)),
	};
}

/** A `transports: ["websocket"]` option, when all of it is known. */
export function transportsOf(
	evaluator: Evaluator,
	option: Thunk | Value | undefined,
): Stated<readonly string[]> | undefined {
	const list = option && evaluator.single(option);
	if (list?.v !== "array" || !list.complete) return undefined;
	const names = list.items.map((item) => {
		const value = evaluator.single(item);
		return value?.v === "text" ? value.text.value : undefined;
	});
	return names.every((n) => n !== undefined)
		? { value: names, at: list.at, steps: [] }
		: undefined;
}

function isFalse(evaluator: Evaluator, asked: Thunk | Value): boolean {
	const value = evaluator.single(asked);
	return value?.v === "scalar" && !value.value;
}

/** `io.of("/chat")` in the server's file, in what it imports, and in the files that import it. */
function namespacesFrom(
	projects: Projects,
	start: string,
): Collection<Namespace> {
	const { program } = projects.sources;
	const files = new Set([start, ...projects.sources.importersOf(start)]);
	const items: Namespace[] = [];
	let reason: string | undefined;
	for (const file of files) {
		if (files.size > MOST_FILES) {
			reason ??= "too many files take part";
			break;
		}
		for (const code of program.code(file)) {
			for (const { from, typeOnly } of code.imports) {
				const found = typeOnly ? undefined : program.resolve(file, from);
				if (found?.kind === "file") files.add(found.file);
			}
			for (const { call } of code.calls) {
				const [name] = call.args;
				if (!name || !isOf(call.callee)) continue;
				const { evaluator } = projects.of(file);
				const asked = { expr: name, scope: { file, block: 0 } };
				const pattern = patternOf(evaluator.single(asked));
				if (pattern) {
					items.push(pattern);
					continue;
				}
				const texts = textsOf(evaluator, asked);
				items.push(...texts.known.map(slashed));
				if (texts.open || texts.overridable)
					reason ??= "a namespace is not a plain text";
			}
		}
	}
	return {
		items,
		complete: reason === undefined,
		...(reason !== undefined && { reason }),
	};
}

/** `io.of(/^\/room-\d+$/)`: every name that the expression finds (socket.io's ParentNamespace). */
function patternOf(value: Value | undefined): Namespace | undefined {
	if (value?.v !== "regex") return undefined;
	const pattern = projectPattern(
		value.source,
		value.flags.replace(/[gy]/g, ""),
	);
	return (
		pattern && {
			value: `/${value.source}/`,
			at: value.at,
			steps: [],
			matches: (name) => pattern.test(name),
		}
	);
}

/** `x.of(…)`, but not `Array.of(…)`. */
function isOf(callee: Expr): boolean {
	return (
		callee.k === "member" &&
		callee.name === "of" &&
		!(callee.of.k === "global" && /^[A-Z]/.test(callee.of.name))
	);
}

/** Namespaces begin with a slash, written or not. */
export function slashed(name: Stated<string>): Stated<string> {
	return {
		...name,
		value: name.value.startsWith("/") ? name.value : `/${name.value}`,
	};
}

/** The engine of a Nest gateway: `@WebSocketGateway({ namespace: "chat" })`; `open` when its options are not known. */
export function gatewayEngine(
	projects: Projects,
	call: NodeCall,
	options: Value | undefined,
	open: string | undefined,
): SocketIoEngine {
	const { evaluator, project } = call;
	const at: Place = call.made.site;
	const given = options && entryOf(evaluator, options, "namespace");
	const texts = given && textsOf(evaluator, given);
	const reason = open ?? texts?.open ?? texts?.overridable;
	const major = majorOf(projects.sources, project.root, "socket.io");
	return {
		at,
		namespaces: {
			items: texts?.known.map(slashed) ?? [],
			complete: reason === undefined,
			...(reason !== undefined && { reason }),
		},
		...(major !== undefined && { major }),
		cors: corsOfGateway(call, options, open),
		allowsOldClients: true,
	};
}

/** A gateway without options of its own may get them from an adapter, which is not read. */
function corsOfGateway(
	{ evaluator }: NodeCall,
	options: Value | undefined,
	open: string | undefined,
): boolean | undefined {
	if (open !== undefined || !options) return undefined;
	return entryOf(evaluator, options, "cors") === undefined ? undefined : true;
}

/** Several gateways share one Socket.IO server. */
export function joined(
	engines: readonly SocketIoEngine[],
): SocketIoEngine | undefined {
	const [first, ...others] = engines;
	if (!first) return undefined;
	const unprovided = engines.flatMap((e) => e.unprovided ?? []);
	const reason = engines.find((e) => !e.namespaces.complete)?.namespaces.reason;
	const sole = others.length === 0;
	return {
		at: first.at,
		namespaces: {
			items: engines.flatMap((e) => e.namespaces.items),
			complete: engines.every((e) => e.namespaces.complete),
			...(reason !== undefined && { reason }),
		},
		...(unprovided.length > 0 && { unprovided }),
		...(first.major !== undefined && { major: first.major }),
		...(sole && first.transports && { transports: first.transports }),
		cors:
			sole || engines.every((e) => e.cors === first.cors)
				? first.cors
				: undefined,
		allowsOldClients: engines.some((e) => e.allowsOldClients),
	};
}
