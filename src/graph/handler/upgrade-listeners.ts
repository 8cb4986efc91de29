import type { CallFact, Code } from "../../facts/code.js";
import { type Place, place } from "../../facts/place.js";
import { folderOf } from "../../tree/paths.js";
import type { CallSite } from "../../value/evaluator.js";
import type { Expr } from "../../value/expr.js";
import { layoutOf } from "../app/layout.js";
import { calleeName } from "../server/foreign.js";
import { isPath } from "../server/node/request-path.js";
import type { Projects } from "../server/project.js";
import {
	type FunctionRef,
	functionOf,
} from "../server/python/required-query.js";
import { isJudged, isShown } from "../server/roles.js";
import { conjuncts, subexpressions } from "../server/subexpressions.js";
import { holds } from "./identity.js";

/** An upgrade listener that takes some paths, and does nothing about the others. */
export interface OpenListener {
	/** The call that adds it. */
	readonly at: Place;
	/** `handleUpgrade()` behind a test of the path. */
	readonly takes: readonly Place[];
	readonly live: boolean;
}

/** Packages that listen to upgrades themselves, or make servers that do. */
const LISTENING =
	/^(?:next|nuxt|vite|webpack(?:-dev-(?:server|middleware))?|http-proxy(?:-middleware)?|@fastify\/.*|@nestjs\/.*|socket\.io|engine\.io|express-ws|@trpc\/server|parcel|astro|@remix-run\/.*|@sveltejs\/kit|httpxy|redbird|peer|sockjs|graphql-ws)$/;

/**
 * Upgrade listeners of the ws package's `noServer` kind that answer nothing on a
 * path they do not take (N3). Only where it is the one listener of its package:
 * another one may take the rest.
 */
export function openListeners(projects: Projects): readonly OpenListener[] {
	const { sources } = projects;
	const sites = ["on", "addListener", "once"]
		.flatMap((name) => sources.callsNamed(name))
		.filter(({ file, fact }) => isForUpgrades(fact) && !file.endsWith(".py"));
	return sites.flatMap((site): readonly OpenListener[] => {
		const { file, fact } = site;
		const own = layoutOf(sources).packageOf(folderOf(file));
		const others = sites.filter(
			(other) =>
				other !== site &&
				layoutOf(sources).packageOf(folderOf(other.file)) === own,
		);
		const packages = Object.keys(own?.manifest.dependencies ?? {});
		if (
			!own ||
			others.length > 0 ||
			packages.some((name) => LISTENING.test(name)) ||
			!isJudged(sources, file)
		)
			return [];
		const [listener, ...more] = listenersOf(site, projects);
		const code =
			listener && sources.program.code(listener.file)[listener.block];
		const takes =
			listener && code && more.length === 0
				? onlyByPath(listener.fn, code)
				: [];
		return takes.length === 0 || !listener
			? []
			: [
					{
						at: place(file, fact.call.at),
						takes: takes.map((at) => place(listener.file, at)),
						live: !isShown(sources, file),
					},
				];
	});
}

function isForUpgrades({ call }: CallFact): boolean {
	const [event] = call.args;
	return event?.k === "text" && event.value === "upgrade";
}

function listenersOf(
	{ file, block, fact }: CallSite,
	projects: Projects,
): readonly FunctionRef[] {
	const [, listener] = fact.call.args;
	if (!listener) return [];
	return projects
		.of(file)
		.evaluator.evaluate(listener, { file, block })
		.flatMap(({ value }) => functionOf(value));
}

/** The `handleUpgrade()` calls of a listener, where a test of the path stands before each and nothing else ever gets the socket. */
function onlyByPath(fn: number, code: Code): readonly Expr["at"][] {
	const isSocket = (expr: Expr): boolean =>
		expr.k === "param" && expr.fn === fn && expr.index === 1;
	const takes: Expr["at"][] = [];
	for (const { call, fn: inside, guard } of code.calls) {
		const { callee, args } = call;
		const usesIt =
			args.some((arg) => holds(arg, code, isSocket)) ||
			[...subexpressions(callee)].some(isSocket);
		if (!usesIt) continue;
		const byPath =
			guard !== undefined &&
			conjuncts(guard).some((test) =>
				[...subexpressions(test)].some((part) => isPath(part, code)),
			);
		if (inside !== fn || calleeName(call) !== "handleUpgrade" || !byPath)
			return [];
		takes.push(call.at);
	}
	return takes;
}
