import type { App, Container, EnvRead, Graph } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import { ifReached } from "../../src/rule/vocabulary/dials.js";
import { isBuiltIn } from "../../src/rule/vocabulary/env-keys.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "env/build-time-only",
	summary:
		"A static bundle's variable is set when the container starts, or given to a build that does not ask for it.",
	severity: "error",
	since: "0.1.0",
	facts: ["contradiction"],
	*check(graph) {
		for (const container of graph.containers) {
			const apps = container.runs.filter(isApp);
			const [app] = apps;
			if (!app || apps.length > 1) continue;
			yield* tooLate(graph, container, app);
			yield* dropped(graph, container, app);
		}
	},
});

function* tooLate(
	graph: Graph,
	container: Container,
	app: App,
): Iterable<Report> {
	const { staticBuild } = container;
	if (!staticBuild) return;
	for (const { key, at } of container.environment) {
		if (staticBuild.given.has(key) || !isBakedIn(key, app)) continue;
		const reads = readsOf(graph, key, app);
		const [read] = reads;
		if (!read || isWrittenLater(graph, key)) continue;
		yield {
			severity: ifReached("error", reads),
			scenario: ["container"],
			at,
			message: {
				what: `${key} is set when the container ${container.name} starts; the bundle it serves was finished before.`,
				why: `The build puts the values of ${key} into the files. ${container.name} only hands those out, so this line changes nothing and the page keeps what the build had${read.use === "fallback" ? ", or the fallback" : ': "undefined" where it had nothing'}.`,
				do: `Give it to the build: \`build.args\` here, with \`ARG ${key}\` before the build step in the Dockerfile. Or let the page ask for its settings at run time.`,
			},
			evidence: witnesses(
				at,
				[{ at: staticBuild.at, message: "serves the finished files" }],
				reads.map((r) => ({ at: r.at, message: "the bundle reads it" })),
			),
		};
	}
}

/** Build arguments that the Dockerfile does not name anywhere. */
function* dropped(
	graph: Graph,
	{ name, buildArguments, environment, staticBuild }: Container,
	app: App,
): Iterable<Report> {
	if (!buildArguments) return;
	const { dockerfile, items } = buildArguments;
	for (const { key, at } of items) {
		if (!isBakedIn(key, app)) continue;
		if (graph.mentions(key).some(({ file }) => file === dockerfile)) continue;
		// What is no finished bundle reads its environment when it starts.
		if (!staticBuild && environment.some((e) => e.key === key)) continue;
		const reads = readsOf(graph, key, app);
		yield {
			severity:
				staticBuild && reads.length > 0 ? ifReached("error", reads) : "warning",
			scenario: ["container"],
			at,
			message: {
				what: `${name} is built with the argument ${key}, which ${dockerfile} does not declare.`,
				why: `docker drops an argument that no stage asks for ("One or more build-args [${key}] were not consumed"): the bundle is built without it.`,
				do: `Write \`ARG ${key}\` before the build step in ${dockerfile}, or give the argument the name that stands there.`,
			},
			evidence: witnesses(
				at,
				reads.map((r) => ({ at: r.at, message: "the bundle reads it" })),
			),
		};
	}
}

function isApp(runs: Container["runs"][number]): runs is App {
	return "framework" in runs;
}

/** A key the bundler replaces by its value. */
function isBakedIn(key: string, app: App): boolean {
	return (
		!isBuiltIn(key) &&
		app.envPrefixes.values.some((p) => p !== "" && key.startsWith(p))
	);
}

function readsOf(graph: Graph, key: string, app: App): readonly EnvRead[] {
	return graph.envReads.filter(
		(r) =>
			r.key === key &&
			r.app === app &&
			r.runtime === "browser" &&
			r.role === "app" &&
			/^(import\.meta\.env|process\.env)$/.test(r.accessor),
	);
}

/** The key's name stands in a server configuration, a script or a page: something may fill it in after all. */
function isWrittenLater(graph: Graph, key: string): boolean {
	return graph
		.mentions(key)
		.some(({ file }) =>
			/\.(conf|template|tmpl|sh|bash|html?|tpl|j2)(\.|$)|entrypoint|(^|\/)public\//i.test(
				file,
			),
		);
}
