import type { Evaluator } from "../../../value/evaluator.js";
import type { Made, Thunk, Value } from "../../../value/value.js";
import { type Answers, isGiven, numbersOf, textsOf } from "../answers.js";
import { argument, pythonName } from "../foreign.js";
import { type Launch, launches } from "../launch.js";
import type { Opening } from "../listens.js";
import { ancestors, folderOf } from "../paths.js";
import type { Projects } from "../project.js";
import { isJudged } from "../roles.js";
import type { AsgiMap, AsgiNode } from "./asgi-node.js";
import { defaultAttribute, openingOfLaunch } from "./plain-launches.js";
import {
	launchedFiles,
	moduleAttribute,
	moduleCandidates,
	scriptCandidates,
} from "./target.js";

/** One way in which an app is started, and the port it then has. */
export interface Start extends Opening {
	readonly node: AsgiNode;
	/** Whether uvicorn serves it (its socket libraries matter then, F1). */
	readonly uvicorn: boolean;
}

/** Every start of an ASGI app: command lines and `uvicorn.run(…)` in code. */
export function asgiStarts(projects: Projects, map: AsgiMap): readonly Start[] {
	const inCode = codeStarts(projects, map);
	const starts: Start[] = inCode.map(({ start }) => start);
	for (const launch of launches(projects.sources)) {
		if (isScript(launch))
			starts.push(
				...launchedFiles(projects, launch).flatMap((file) =>
					inCode
						.filter((c) => c.file === file)
						.map(({ start, portIn }) =>
							launch.line.service
								? {
										...start,
										service: launch.line.service,
										ports: portIn(
											projects.of(file).inService(launch.line.service),
										),
									}
								: start,
						),
				),
			);
		else
			for (const node of servedNodes(projects, map, launch))
				starts.push(startOf(launch, node));
	}
	return starts;
}

function startOf(launch: Launch, node: AsgiNode): Start {
	return {
		node,
		...openingOfLaunch(launch),
		uvicorn:
			launch.program !== "hypercorn" &&
			launch.program !== "daphne" &&
			launch.program !== "granian",
	};
}

function isScript(launch: Launch): boolean {
	return launch.program === "python";
}

/** The apps that a command serves; several when its module name is ambiguous. */
function servedNodes(
	projects: Projects,
	map: AsgiMap,
	launch: Launch,
): readonly AsgiNode[] {
	const { target } = launch;
	if (target.kind === "file") {
		if (!target.path.endsWith(".py")) return [];
		return scriptCandidates(projects, target.path, launch.folders).flatMap(
			(file) =>
				["app", "api"]
					.flatMap((name) => nodesAt(projects, map, file, name))
					.slice(0, 1),
		);
	}
	const { name } = target;
	const whole = name.includes(":")
		? name
		: `${name}:${defaultAttribute(launch.program)}`;
	return named(projects, map, whole, launch.folders);
}

function named(
	projects: Projects,
	map: AsgiMap,
	target: string,
	folders: readonly string[],
): readonly AsgiNode[] {
	const [module = "", attribute = "app"] = target.split(":");
	return moduleCandidates(projects, module, folders).flatMap((file) =>
		nodesAt(projects, map, file, attribute),
	);
}

function nodesAt(
	projects: Projects,
	map: AsgiMap,
	file: string,
	attribute: string,
): readonly AsgiNode[] {
	return moduleAttribute(projects, file, attribute).flatMap(
		(value) => map.nodeOf(value) ?? [],
	);
}

interface CodeStart {
	readonly file: string;
	readonly start: Start;
	/** The port in other surroundings (a compose service's). */
	portIn(evaluator: Evaluator): Answers<number>;
}

/** `uvicorn.run(app | "pkg.mod:app", port=…)` and `uvicorn.Config(…)`. */
function codeStarts(projects: Projects, map: AsgiMap): readonly CodeStart[] {
	const found: CodeStart[] = [];
	for (const name of ["run", "Config"])
		for (const site of projects.sources.callsNamed(name)) {
			const { file, block, fact } = site;
			if (!file.endsWith(".py") || !isJudged(projects.sources, file)) continue;
			const { evaluator } = projects.of(file);
			const isUvicorn = evaluator
				.callee(site)
				.some(
					(v) => v.v === "external" && pythonName(v.name) === `uvicorn#${name}`,
				);
			if (!isUvicorn) continue;
			const scope = { file, block };
			const made: Made = {
				site: { file, span: fact.call.at },
				call: fact.call,
				scope,
			};
			const app = argument(made, 0, "app");
			if (!app) continue;
			const nodes = appNodes(projects, map, app, file, evaluator);
			const port = argument(made, -1, "port");
			const portIn = (surroundings: Evaluator) =>
				portAnswers(projects, surroundings, port, made);
			for (const node of nodes)
				found.push({
					file,
					portIn,
					start: {
						node,
						at: made.site,
						ports: portIn(evaluator),
						tls: isGiven(evaluator, argument(made, -1, "ssl_certfile")),
						strength: "strong",
						platform: false,
						uvicorn: true,
					},
				});
		}
	return found;
}

function appNodes(
	projects: Projects,
	map: AsgiMap,
	app: Thunk,
	file: string,
	evaluator: Evaluator,
): readonly AsgiNode[] {
	const texts = textsOf(evaluator, app).known.filter((t) =>
		t.value.includes(":"),
	);
	if (texts.length > 0)
		return texts.flatMap((t) =>
			named(projects, map, t.value, ancestors(folderOf(file))),
		);
	const nodes = evaluator
		.force(app)
		.flatMap(({ value }) =>
			value.v === "function"
				? evaluator
						.call(value, [], { file, span: app.expr.at })
						.flatMap((a) => map.nodeOf(a.value) ?? [])
				: (map.nodeOf(value) ?? []),
		);
	return [...new Set(nodes)];
}

function portAnswers(
	projects: Projects,
	evaluator: Evaluator,
	port: Thunk | undefined,
	made: Made,
): Answers<number> {
	if (!port)
		return made.call.openEnded
			? { known: [], open: "its options are computed at run time" }
			: { known: [{ value: 8000, at: made.site, steps: [] }] };
	const answers = numbersOf(evaluator, port);
	if (answers.known.length > 0 || !answers.open) return answers;
	const option = evaluator
		.force(port)
		.flatMap(({ value }) => parsedOption(projects, value));
	return option.length > 0 ? { known: option } : answers;
}

/** `args.port` of argparse: the default that `add_argument("--port", default=8000)` states. */
function parsedOption(
	projects: Projects,
	value: Value,
): Answers<number>["known"] {
	const of = value.v === "property" ? value.of : undefined;
	if (
		value.v !== "property" ||
		of?.v !== "made" ||
		!/argparse#.*parse_(?:known_)?args$/.test(of.by)
	)
		return [];
	const { file } = of.made.scope;
	return projects.sources
		.callsNamed("add_argument")
		.filter((site) => site.file === file)
		.flatMap((site) => {
			const { call } = site.fact;
			const flags = call.args.flatMap((a) => (a.k === "text" ? [a.value] : []));
			const asked = flags.some(
				(f) => f.replace(/^-+/, "").replaceAll("-", "_") === value.name,
			);
			const fallback = call.named?.default;
			if (!asked || !fallback) return [];
			return numbersOf(projects.of(file).evaluator, {
				expr: fallback,
				scope: { file, block: site.block },
			}).known;
		});
}
