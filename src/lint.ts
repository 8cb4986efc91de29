import { resolve } from "node:path";
import { loadConfig, settingsFrom } from "./config/load-config.js";
import type { Config } from "./config/schema.js";
import type { Settings } from "./config/settings.js";
import { isResolved, judgedConnections } from "./engine/coverage.js";
import { directivesOf } from "./engine/directives.js";
import { linesOfTree } from "./engine/lines.js";
import { narrowTo } from "./engine/narrow.js";
import { RULES } from "./engine/registry.js";
import type {
	LintFinding,
	LintResult,
	Note,
	RuleFailure,
	Summary,
} from "./engine/result.js";
import { runRules } from "./engine/run-rules.js";
import type { Level, Preset } from "./engine/severity.js";
import { UNUSED_DIRECTIVE } from "./engine/suppress.js";
import type { FactCache } from "./facts/fact-cache.js";
import type { Graph } from "./graph/graph.js";
import { analyse } from "./pipeline.js";
import type { Rule } from "./rule/define-rule.js";
import { type Tree, workTree } from "./tree/index.js";
import type { Scenario } from "./value/world.js";

export interface LintOptions {
	/** Folder to lint; the working directory unless given. */
	readonly root?: string;
	/** Another view of the files than the work tree at `root`. */
	readonly tree?: Tree;
	/** Files and folders, relative to the root, that findings must concern; none means all. */
	readonly paths?: readonly string[];
	/** Used instead of the configuration file at the root. */
	readonly config?: Config;
	/** Report this scenario only. */
	readonly scenario?: Scenario;
	/** Used instead of the configuration's preset. */
	readonly preset?: Preset;
	/** Levels by rule id, on top of the configuration. */
	readonly levels?: Readonly<Record<string, Level>>;
	/** Rules to run besides those of wslint. */
	readonly rules?: readonly Rule[];
}

/** Ids that a configuration may set. */
export function knownRuleIds(extra: readonly Rule[] = []): string[] {
	return [...RULES, ...extra].map((rule) => rule.id).concat(UNUSED_DIRECTIVE);
}

/**
 * Lints a folder. Reads files and nothing else: no code of the project runs.
 * Throws `ConfigError` for a configuration that cannot be used; a broken or
 * unreadable source file is a note in the result.
 */
export async function lint(options: LintOptions = {}): Promise<LintResult> {
	const tree = options.tree ?? workTree(resolve(options.root ?? "."));
	const { settings, notes } = await settingsFor(tree, options);
	return lintTree(tree, settings, { ...options, notes });
}

/** The settings of a run: the configuration, and what the options put on top of it. */
export async function settingsFor(
	tree: Tree,
	options: LintOptions,
): Promise<{ readonly settings: Settings; readonly notes: readonly Note[] }> {
	const ids = knownRuleIds(options.rules);
	const { settings, notes } = options.config
		? { settings: await settingsFrom(options.config, ids), notes: [] }
		: await loadConfig(tree, ids);
	return {
		notes,
		settings: {
			...settings,
			policy: {
				preset: options.preset ?? settings.policy.preset,
				levels: { ...settings.policy.levels, ...options.levels },
			},
			scenarios: options.scenario ? [options.scenario] : settings.scenarios,
		},
	};
}

/** Lints a tree under given settings. */
export async function lintTree(
	tree: Tree,
	settings: Settings,
	narrowed: Pick<LintOptions, "paths" | "rules"> & {
		readonly notes?: readonly Note[];
		readonly cache?: FactCache | undefined;
	} = {},
): Promise<LintResult> {
	const started = performance.now();
	const { graph, sources, notes, stats } = await analyse(
		tree,
		{ ...settings.declared, ignore: settings.ignore },
		narrowed.cache,
	);
	const { findings, failures } = runRules(
		graph,
		[...RULES, ...(narrowed.rules ?? [])],
		{
			linesOf: linesOfTree(tree),
			policy: settings.policy,
			directives: directivesOf(sources.facts),
			...(settings.scenarios ? { scenarios: settings.scenarios } : {}),
		},
	);
	const reported = narrowTo(findings, narrowed.paths ?? []);
	return {
		version: 1,
		summary: {
			files: stats.files,
			...summaryOf(graph, reported),
			durationMs: Math.round(performance.now() - started),
		},
		findings: reported,
		whole: findings,
		notes: [...(narrowed.notes ?? []), ...notes, ...failures.map(sayFailure)],
		graph,
		tree,
		failures,
		relint: (other) =>
			lintTree(
				other,
				settings,
				narrowed.rules ? { rules: narrowed.rules } : {},
			),
	};
}

function summaryOf(
	graph: Graph,
	findings: readonly LintFinding[],
): Omit<Summary, "files" | "durationMs"> {
	const judged = judgedConnections(graph);
	const count = (test: (finding: LintFinding) => boolean) =>
		findings.filter(test).length;
	return {
		connections: judged.length,
		resolved: judged.filter(isResolved).length,
		errors: count((f) => f.severity === "error"),
		warnings: count((f) => f.severity === "warning"),
		fixable: count((f) => f.fixes.some((fix) => fix.safety === "safe")),
	};
}

function sayFailure({ rule, error }: RuleFailure): Note {
	const cause = error instanceof Error ? error.message : String(error);
	return {
		message: `rule ${rule} failed and reports nothing (${cause}): this is a bug in wslint`,
	};
}
