import type { Graph } from "../graph/graph.js";
import type { Finding } from "../rule/finding.js";
import type { Tree } from "../tree/tree.js";
import type { Location } from "./lines.js";

/** A finding that survived the engine: placed in lines, and recognisable in the next run. */
export interface LintFinding extends Finding {
	readonly location: Location;
	/** Same problem, same fingerprint: lines that move and scenarios that join do not change it. */
	readonly fingerprint: string;
}

/** Something the user should know about the run itself: a file that could not be read, a limit that was met. */
export interface Note {
	/** Relative to the linted root; absent when the note is about no single file. */
	readonly file?: string;
	/** One line; reads on after the file's name. */
	readonly message: string;
}

export interface Summary {
	/** Files listed in the linted tree. */
	readonly files: number;
	/** Places that open a socket, tests and examples left out. */
	readonly connections: number;
	/** Connections that are judged in at least one scenario (see `coverage`). */
	readonly resolved: number;
	readonly errors: number;
	readonly warnings: number;
	/** Findings that `--fix` repairs without being told more. */
	readonly fixable: number;
	readonly durationMs: number;
}

export interface LintResult {
	readonly version: 1;
	readonly summary: Summary;
	/** By file, place and rule. */
	readonly findings: readonly LintFinding[];
	/** The same before paths narrowed them. */
	readonly whole?: readonly LintFinding[];
	readonly notes: readonly Note[];
	readonly graph: Graph;
	/** What was linted. */
	readonly tree: Tree;
	/** Rules that threw: their findings are missing. */
	readonly failures: readonly RuleFailure[];
	/** Lints another tree under the same settings, nothing left out: how a fix is verified. */
	relint(tree: Tree): Promise<LintResult>;
}

/** A rule that threw: a bug in wslint, never in the project. */
export interface RuleFailure {
	readonly rule: string;
	readonly error: unknown;
}
