import type { CommandFile, KeyValue, Span } from "../../facts/index.js";
import { segmentsIn } from "./script.js";

export type Command = CommandFile["commands"][number];

/** Where a script starts: its folder and what is set before it. */
export interface Setting {
	/** Relative to the file's folder; absent when that is where it starts, or when unknown. */
	readonly cwd?: string;
	readonly env?: readonly KeyValue[];
}

/** The commands of a script, and what it leaves behind. */
export interface Script {
	readonly commands: readonly Command[];
	readonly env: readonly KeyValue[];
	readonly cwd: string | undefined;
}

/**
 * The commands of the shell text between two offsets, each with the folder that
 * the `cd` before it leads to and the variables set for it: by `KEY=v cmd`, by
 * an assignment or `export` above it, by `>> $GITHUB_ENV`. Of a variable that
 * is set more than once the last entry holds.
 */
export function readScript(
	text: string,
	from = 0,
	to = text.length,
	setting: Setting = {},
): Script {
	const commands: Command[] = [];
	const folders: (string | undefined)[] = [];
	let cwd = setting.cwd;
	let env: readonly KeyValue[] = setting.env ?? [];
	let cloned: string | undefined;
	for (const { at, opens, closes } of segmentsIn(text, from, to)) {
		for (let n = 0; n < opens; n++) folders.push(cwd);
		const { own, rest } = withoutPrefixes(text, at);
		const line = text
			.slice(...rest)
			.replaceAll(/\\\r?\n\s*/g, "")
			.replaceAll(FOLD, " ");
		const folder = CHANGE.exec(line)?.[1]?.replace(/\s+\d*>.*$/s, "");
		if (folder !== undefined) cwd = entered(cwd, folder, cloned);
		else if (line === "" || EXPORT.test(line)) env = [...env, ...own];
		else if (!STRUCTURE.test(line)) {
			const variable = githubVariable(text, rest);
			if (variable) env = [...env, variable];
			cloned = clonedFolder(line) ?? cloned;
			commands.push({
				text: line,
				at: rest,
				...(cwd === undefined ? {} : { cwd }),
				env: [...env, ...own],
			});
		}
		for (let n = 0; n < closes && folders.length > 0; n++) cwd = folders.pop();
	}
	return { commands, env, cwd };
}

/** How a caller marks a line end that is only a blank: a vertical tab. */
const FOLD = /\v\s*/g;
const CHANGE = /^(?:cd|pushd)\s+(?:-[LPe]\s+|--\s+)*(.+)$/s;
const EXPORT = /^(?:export|declare|local|readonly)\b/;
/** Words that hold the commands of a script together. */
const STRUCTURE =
	/^(?:if|fi|then|else|elif|for|case|esac|while|until|do|done|function|return|set|shift|trap|[{}]|\[\[?)(?:\s|$)|^[\w-]+\s*\(\)/;
/** What may stand before a command without changing which one it is. */
const PREFIX =
	/^(?:(?:then|else|do|!|\{|time|exec|nohup|command(?!\s+-)|env|sudo(?:\s+-[A-Za-z]+)*|(?:npx\s+)?cross-env(?:-shell)?)\s+)/;
const ASSIGNMENT =
	/^([A-Za-z_]\w*)=(\([^)]*\)|(?:"(?:\\.|[^"\\])*"|'[^']*'|\$\([^)]*\)|\\.|[^\s"'\\])*)(?=\s|$)/;

/** Takes `then`, `exec`, `env` and `KEY=v` off the front; for `export A=1 B=2` reads what is exported. */
function withoutPrefixes(
	text: string,
	[start, end]: Span,
): { own: KeyValue[]; rest: Span } {
	const own: KeyValue[] = [];
	let at = start;
	let isExport = false;
	for (;;) {
		const rest = text.slice(at, end);
		const assignment = ASSIGNMENT.exec(rest);
		const prefix =
			PREFIX.exec(rest) ??
			(own.length === 0 && !isExport
				? /^(?:export|declare(?:\s+-\w+)?|local|readonly)\s+/.exec(rest)
				: null);
		if (!assignment && !prefix) break;
		if (assignment) own.push(variableOf(assignment, at));
		else if (prefix && EXPORT.test(prefix[0])) isExport = true;
		at += (assignment ?? prefix)?.[0].length ?? 0;
		while (at < end && /\s/.test(text[at] ?? "")) at++;
	}
	return { own, rest: isExport ? [end, end] : [at, end] };
}

function variableOf(match: RegExpExecArray, at: number): KeyValue {
	const [, key = "", written = ""] = match;
	const isQuoted = /^(["']).*\1$/s.test(written);
	const start = at + key.length + 1 + (isQuoted ? 1 : 0);
	const value = isQuoted ? written.slice(1, -1) : written;
	return {
		key,
		value,
		at: [at, at + key.length],
		valueAt: [start, start + value.length],
	};
}

/** `echo "KEY=value" >> $GITHUB_ENV` sets a variable for the steps that follow. */
function githubVariable(
	text: string,
	[start, end]: Span,
): KeyValue | undefined {
	const match =
		/^echo\s+(["']?)(?=[A-Za-z_]\w*=)(.*?)\1\s*>>\s*"?\$\{?GITHUB_ENV/s.exec(
			text.slice(start, end),
		);
	if (!match) return undefined;
	const written = match[2] ?? "";
	const at = start + text.slice(start, end).indexOf(written);
	const equals = written.indexOf("=");
	return {
		key: written.slice(0, equals),
		value: written.slice(equals + 1),
		at: [at, at + equals],
		valueAt: [at + equals + 1, at + written.length],
	};
}

/** The script's own folder, in the ways scripts name it. */
const OWN_FOLDER =
	/^["']*(?:\$\(\s*(?:cd\s+)?["']*\$?\(?\s*dirname\s[^)]*\)?[^)]*\)|\$\{(?:BASH_SOURCE|0)[^}]*\}|\$\{?(?:SCRIPT_DIR|DIR|PWD|PROJECT_ROOT|ROOT_DIR|GITHUB_WORKSPACE)\}?)["']*/;

function entered(
	cwd: string | undefined,
	written: string,
	cloned: string | undefined,
): string | undefined {
	const own = OWN_FOLDER.exec(written);
	const folder = (
		own ? `.${written.slice(own[0].length).replaceAll(/["']/g, "")}` : written
	)
		.trim()
		.replace(/^(["'])(.*)\1$/s, "$2")
		.replace(/\/+$/, "");
	if (folder === cloned) return cwd;
	// Elsewhere, or nobody knows where.
	if (/[$`~*]|^-$|^\/|^[A-Za-z]:/.test(folder)) return undefined;
	const segments = own || !cwd ? [] : cwd.split("/");
	for (const segment of folder.split("/"))
		if (segment === "..") {
			if (segments.length > 0 && segments.at(-1) !== "..") segments.pop();
			else segments.push("..");
		} else if (segment !== "." && segment !== "") segments.push(segment);
	return segments.join("/");
}

/** `git clone https://host/owner/name.git [folder]`: the folder is this repository's root. */
function clonedFolder(line: string): string | undefined {
	const match = /^git\s+clone\s+(?:-\S+\s+)*(\S+)(?:\s+([\w./-]+))?/.exec(line);
	return (
		match?.[2] ??
		match?.[1]
			?.replace(/\.git$|\/$/, "")
			.split("/")
			.pop()
	);
}
