import type { Evaluator } from "../../../value/evaluator.js";
import type { Made, Thunk, Value } from "../../../value/value.js";
import type { OriginList, Server } from "../../graph.js";
import {
	type Answers,
	booleansOf,
	givenFromOutside,
	placeOfAsked,
	textsOf,
} from "../answers.js";
import { strangeKeywords } from "../cors-options.js";
import { argument, pythonName } from "../foreign.js";
import { defaultOrigins, readOrigins } from "../origin-entries.js";
import type { Projects } from "../project.js";
import type { AsgiMap, AsgiNode } from "./asgi-node.js";

/** A CORSMiddleware and the app it is put on. */
export interface StarletteCors {
	readonly node: AsgiNode;
	list(server: Server | undefined): OriginList;
}

/**
 * `app.add_middleware(CORSMiddleware, allow_origins=…)`, `Middleware(CORSMiddleware, …)`
 * in a constructor's list, and `CORSMiddleware(app, …)` around an app.
 */
export function starletteCors(
	projects: Projects,
	map: AsgiMap,
): readonly StarletteCors[] {
	const found: StarletteCors[] = [];
	const put = (node: AsgiNode | undefined, made: Made) => {
		if (!node || found.some((f) => f.node === node && sameSite(f, made)))
			return;
		found.push(
			Object.assign(
				{
					node,
					list: (server: Server | undefined) =>
						originList(projects, made, server),
				},
				{ made },
			),
		);
	};
	const { sources } = projects;
	for (const site of sources.callsNamed("add_middleware")) {
		const { file, block, fact } = site;
		const { call } = fact;
		if (!file.endsWith(".py") || call.callee.k !== "member") continue;
		const made: Made = {
			site: { file, span: call.at },
			call,
			scope: { file, block },
		};
		const { evaluator } = projects.of(file);
		const middleware = argument(made, 0, "middleware_class");
		if (
			!middleware ||
			!evaluator.force(middleware).some((a) => isCors(a.value))
		)
			continue;
		for (const { value } of evaluator.evaluate(call.callee.of, made.scope))
			put(map.nodeOf(value), made);
	}
	for (const node of map.nodes.values())
		for (const made of middlewareOf(node, projects)) {
			const { evaluator } = projects.of(made.scope.file);
			const cls = argument(made, 0, "cls");
			if (cls && evaluator.force(cls).some((a) => isCors(a.value)))
				put(node, made);
		}
	for (const { file, block, fact } of sources.callsNamed("CORSMiddleware")) {
		if (!file.endsWith(".py")) continue;
		for (const { value } of projects
			.of(file)
			.evaluator.evaluate(fact.call, { file, block }))
			if (value.v === "made" && isCorsName(value.by))
				put(map.nodeOf(value), value.made);
	}
	return found;
}

/**
 * `Middleware(…)` in the list that an app is made with. A list that a function
 * fills under many conditions has no known value; what the function puts
 * together is then taken to be in it.
 */
function middlewareOf(node: AsgiNode, projects: Projects): readonly Made[] {
	const { evaluator } = projects.of(node.made.site.file);
	const list = argument(node.made, -1, "middleware");
	if (!list) return [];
	const lists = evaluator.force(list).map((a) => a.value);
	const listed = lists.flatMap((value) =>
		value.v === "array"
			? value.items.flatMap((item) =>
					evaluator
						.force(item)
						.flatMap(({ value: entry }) =>
							entry.v === "made" && pythonName(entry.by).endsWith("#Middleware")
								? [entry.made]
								: [],
						),
				)
			: [],
	);
	return lists.some((value) => value.v === "array")
		? listed
		: besideIt(node.made, projects);
}

/** Every `Middleware(…)` of the function that makes an app. */
function besideIt(
	{ call, scope }: Made,
	{ sources }: Projects,
): readonly Made[] {
	const { file, block } = scope;
	const code = sources.program.code(file)[block];
	const own = code?.calls.find((c) => c.call.at[0] === call.at[0]);
	if (own?.fn === undefined) return [];
	return sources
		.callsNamed("Middleware")
		.filter(
			(site) =>
				site.file === file && site.block === block && site.fact.fn === own.fn,
		)
		.map(({ fact }) => ({
			site: { file, span: fact.call.at },
			call: fact.call,
			scope: { file, block },
		}));
}

function sameSite(found: StarletteCors, made: Made): boolean {
	const other = (found as StarletteCors & { readonly made: Made }).made.site;
	return other.file === made.site.file && other.span[0] === made.site.span[0];
}

function isCors(value: Value): boolean {
	return value.v === "external" && isCorsName(value.name);
}

function isCorsName(name: string): boolean {
	return /^(?:fastapi|starlette)#CORSMiddleware$/.test(pythonName(name));
}

function originList(
	projects: Projects,
	made: Made,
	server: Server | undefined,
): OriginList {
	const project = projects.of(made.scope.file);
	const { evaluator } = project;
	const spread = spreadOptions(projects, made);
	const option = (name: string): Thunk | Value | undefined =>
		argument(made, -1, name) ?? spread?.(name)[0];
	const origins = option("allow_origins");
	const regex = option("allow_origin_regex");
	const credentials = option("allow_credentials");
	const read = origins
		? readOrigins(project, origins)
		: defaultOrigins([], made.site, "list");
	const pattern = regex ? optionalText(evaluator, regex) : undefined;
	const allowed = credentials ? booleansOf(evaluator, credentials) : undefined;
	const entries =
		(made.call.openEnded && !spread) || pattern?.open
			? {
					...read.entries,
					complete: false,
					reason: "some of its options are not followed",
				}
			: read.entries;
	return {
		kind: "http-cors",
		server,
		at: placeOfAsked(origins) ?? made.site,
		entries,
		shape: read.shape,
		...(pattern?.known[0] && { regex: pattern.known[0] }),
		credentials: credentials
			? {
					value:
						allowed?.known.length === 1 && !allowed.open
							? allowed.known[0]?.value
							: undefined,
					at: placeOfAsked(credentials) ?? made.site,
				}
			: { value: false },
		library: "starlette",
		...strangeKeywords(made.call.named, made.scope.file),
		...(read.home && { home: read.home }),
	};
}

/** A text that may also be `None`. */
function optionalText(
	evaluator: Evaluator,
	asked: Thunk | Value,
): Answers<string> {
	const absent = evaluator
		.force(asked)
		.some(
			({ value }) =>
				value.v === "scalar" &&
				(value.value === null || value.value === undefined),
		);
	const { known, open, overridable } = textsOf(evaluator, asked);
	const left =
		absent &&
		evaluator
			.force(asked)
			.every(
				(a) => a.value.v !== "unknown" || givenFromOutside(a) !== undefined,
			);
	return {
		known,
		...(open !== undefined && !left && { open }),
		...(overridable !== undefined && { overridable }),
	};
}

/**
 * Options of `add_middleware(CORSMiddleware, **options)`. The call's facts do
 * not name the dictionary; it is the file's last definition that holds an
 * `allow_origins` (or `allow_credentials`) entry.
 */
function spreadOptions(
	projects: Projects,
	made: Made,
): ((name: string) => readonly (Thunk | Value)[]) | undefined {
	if (!made.call.openEnded) return undefined;
	const { file, block } = made.scope;
	const { evaluator } = projects.of(file);
	const code = projects.sources.program.code(file)[block];
	for (const def of [...(code?.defs ?? [])].reverse()) {
		if (def.at[0] > made.site.span[0]) continue;
		if (!["object", "with", "choice", "after", "call"].includes(def.value.k))
			continue;
		const objects = evaluator
			.evaluate(def.value, { file, block })
			.flatMap(({ value }) => (value.v === "object" ? [value] : []));
		if (!objects.some((o) => o.entries.has("allow_origins"))) continue;
		return (name) => objects.flatMap((o) => o.entries.get(name)?.value ?? []);
	}
	return undefined;
}
