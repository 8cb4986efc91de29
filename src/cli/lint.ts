import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { openFactCache } from "../cache/fact-cache.js";
import { cacheFile, stampOf } from "../cache/place.js";
import type { Settings } from "../config/settings.js";
import { linesOfTree } from "../engine/lines.js";
import type { LintResult } from "../engine/result.js";
import type { Preset } from "../engine/severity.js";
import type { FactCache } from "../facts/fact-cache.js";
import {
	knownRuleIds,
	type LintOptions,
	lintTree,
	settingsFor,
} from "../lint.js";
import { jsonReport } from "../report/json/report.js";
import { printable } from "../report/screen-text.js";
import { stylish } from "../report/stylish/index.js";
import type { Preference } from "../rule/finding.js";
import { workTree } from "../tree/index.js";
import type { Scenario } from "../value/world.js";
import { sayElsewhere } from "./elsewhere.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { sayInternal } from "./internal-error.js";
import type { Io } from "./io.js";
import { type FormatChoice, type LevelChoice, levelsOf } from "./options.js";
import { ownManifest } from "./package-root.js";
import { withProgress } from "./progress.js";
import { pathsBelow, rootFolder } from "./roots.js";
import { UsageError } from "./usage-error.js";

export interface LintFlags {
	readonly fix?: boolean;
	readonly unsafe?: boolean;
	readonly prefer?: Preference;
	readonly diff?: boolean;
	readonly root?: string;
	readonly format: readonly FormatChoice[];
	readonly maxWarnings?: number;
	readonly rule: readonly LevelChoice[];
	readonly preset?: Preset;
	readonly scenario?: Scenario;
	readonly cache?: boolean;
}

/** Lints, repairs if asked to, reports. Throws `UsageError` and `ConfigError`. */
export async function lintCommand(
	paths: readonly string[],
	flags: LintFlags,
	io: Io,
): Promise<ExitCode> {
	const repairs = flags.fix === true || flags.diff === true;
	if (flags.unsafe && !repairs)
		throw new UsageError("--unsafe says how to repair: add --fix or --diff");
	if (flags.prefer && !(repairs && flags.unsafe))
		throw new UsageError(
			"--prefer chooses among repairs that change behaviour: add --fix --unsafe",
		);
	const root = rootFolder(io.cwd, flags.root);
	const options: LintOptions = {
		paths: pathsBelow(root, io.cwd, paths),
		levels: levelsOf(flags.rule, knownRuleIds()),
		...(flags.preset ? { preset: flags.preset } : {}),
		...(flags.scenario ? { scenario: flags.scenario } : {}),
	};
	if (flags.fix) {
		const { rollBackInterrupted } = await import("./fix.js");
		await rollBackInterrupted(root, io);
	}
	const tree = workTree(root);
	const { settings, notes } = await settingsFor(tree, options);
	const cache = flags.cache === false ? undefined : cacheOf(root);
	const first = await withProgress(io, "reading", () =>
		lintTree(tree, settings, { ...options, notes, cache }),
	);
	cache?.save();
	const lintAgain = () =>
		lintTree(workTree(root), settings, { ...options, notes, cache });
	const result = repairs
		? await repaired(first, flags, settings, io, lintAgain)
		: first;
	if (result) await report(result, flags.format, io);
	const judged = result ?? first;
	for (const { error } of judged.failures) io.err(sayInternal(error));
	return exitCode(judged, flags.maxWarnings ?? settings.maxWarnings);
}

function cacheOf(root: string): FactCache | undefined {
	const file = cacheFile(root);
	return file === undefined
		? undefined
		: openFactCache(file, stampOf(ownManifest().version));
}

/** Undefined when a diff was asked for: it is the whole output. */
async function repaired(
	first: LintResult,
	flags: LintFlags,
	settings: Settings,
	io: Io,
	lintAgain: () => Promise<LintResult>,
): Promise<LintResult | undefined> {
	const { repair } = await import("./fix.js");
	const options = {
		write: flags.fix === true && !flags.diff,
		unsafe: flags.unsafe === true,
		prefer: flags.prefer ?? settings.prefer,
	};
	return repair(first, options, io, lintAgain);
}

async function report(
	result: LintResult,
	formats: readonly FormatChoice[],
	io: Io,
): Promise<void> {
	const chosen: readonly FormatChoice[] =
		formats.length > 0 ? formats : [{ name: "stylish", file: undefined }];
	for (const { name, file } of chosen) {
		const text =
			name === "json"
				? await json(result)
				: stylish(result, {
						linesOf: linesOfTree(result.tree),
						colors: io.colors,
						...(io.columns === undefined ? {} : { width: io.columns }),
						...sayElsewhere(result),
					});
		if (file === undefined) io.out(text);
		else writeFileSync(resolve(io.cwd, file), text);
	}
	// JSON has no place for notes: programs read its findings, people these.
	if (!chosen.some(({ name }) => name === "stylish"))
		for (const { file, message } of result.notes)
			io.err(`wslint: ${printable(`${file ?? ""} ${message}`.trim())}\n`);
}

async function json(result: LintResult): Promise<string> {
	const { editsFor } = await import("../fix/index.js");
	const linesOf = linesOfTree(result.tree);
	const report = await jsonReport(result, linesOf, (fix) =>
		editsFor(fix, result.tree),
	);
	return `${JSON.stringify(report, undefined, 2)}\n`;
}

function exitCode(
	{ summary, failures }: LintResult,
	maxWarnings: number | undefined,
): ExitCode {
	if (failures.length > 0) return EXIT.internal;
	const tooMany = maxWarnings !== undefined && summary.warnings > maxWarnings;
	return summary.errors > 0 || tooMany ? EXIT.findings : EXIT.clean;
}
