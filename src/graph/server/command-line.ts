import { posix } from "node:path";
import { splitShell } from "./shell-words.js";

/** One program as a command line starts it, without the wrappers that stand before it. */
export interface SimpleCommand {
	/** Base name of the program: `uvicorn`, `python`, `node`. `python -m x` is given as `x`. */
	readonly program: string;
	readonly args: readonly string[];
	/** `KEY=value` in front of it, and `export KEY=value` earlier in the line. */
	readonly env: Readonly<Record<string, string>>;
	/** Folder after the `cd`s of the line, relative to where the line starts; "" when unchanged. */
	readonly cwd: string;
}

/** Wrappers that run the rest of their words; the value names options that take a word. */
const WRAPPERS: Readonly<Record<string, readonly string[]>> = {
	sudo: ["-u", "-g"],
	exec: [],
	nohup: [],
	time: [],
	nice: ["-n"],
	command: [],
	env: ["-u"],
	"cross-env": [],
	"cross-env-shell": [],
	"env-cmd": ["-f", "-e"],
	dotenv: ["-f", "-e", "-c"],
	npx: ["-p", "--package"],
	pnpx: [],
	bunx: [],
	"dumb-init": [],
	tini: [],
	"ddtrace-run": [],
	"opentelemetry-instrument": [],
	"xvfb-run": [],
	watchmedo: ["-d", "-p"],
	start: [],
	timeout: ["-k", "-s"],
	stdbuf: [],
	call: [],
};

/** Wrappers with a sub-command: `poetry run x`. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
	poetry: ["run"],
	uv: ["run"],
	pipenv: ["run"],
	pdm: ["run"],
	hatch: ["run"],
	rye: ["run"],
	conda: ["run"],
	pnpm: ["exec", "dlx"],
	yarn: ["exec", "dlx"],
	npm: ["exec"],
	bun: ["x"],
	doppler: ["run"],
	infisical: ["run"],
	dotenvx: ["run"],
	"newrelic-admin": ["run-program"],
	coverage: ["run"],
};

const RUNNER_OPTIONS = new Set([
	"--with",
	"--extra",
	"--group",
	"--package",
	"--project",
	"--directory",
	"--python",
	"--env-file",
	"-p",
	"-n",
	"-f",
	"-C",
	"--name",
	"--prefix",
]);

/** Programs whose words with blanks in them are command lines of their own. */
const NESTING = new Set([
	"concurrently",
	"sh",
	"bash",
	"zsh",
	"ash",
	"cmd",
	"tmux",
	"screen",
	"gnome-terminal",
	"xterm",
	"osascript",
	"start",
]);

const CONCURRENTLY_OPTIONS = new Set([
	"-n",
	"--names",
	"-c",
	"--prefix-colors",
	"-p",
	"--prefix",
	"-l",
	"-m",
	"-s",
	"--success",
]);

const MAX_DEPTH = 4;

/**
 * The programs that a shell line starts, in order. `cd` is followed; the
 * wrappers people write (`poetry run`, `npx`, `exec`, `sh -c "…"`,
 * `concurrently "…" "…"`, `python -m`) are taken off. Nothing is expanded.
 */
export function parseCommandLine(
	line: string,
	cwd = "",
	depth = 0,
): readonly SimpleCommand[] {
	const found: SimpleCommand[] = [];
	const exported: Record<string, string> = {};
	const folders = new Map<string, string>();
	const folderOf = (group: readonly number[]): string =>
		folders.get(group.join()) ??
		(group.length === 0 ? cwd : folderOf(group.slice(0, -1)));
	for (const { words, group } of splitShell(line)) {
		const folder = folderOf(group);
		const env: Record<string, string> = { ...exported };
		const rest = unwrap(words, env);
		const program = programName(rest[0] ?? "");
		const args = rest.slice(1);
		if (program === "") Object.assign(exported, env);
		else if (program === "export")
			for (const word of args) assign(word, exported);
		else if (program === "cd" || program === "pushd") {
			const to = args.find((a) => !a.startsWith("-")) ?? "";
			folders.set(group.join(), changeFolder(folder, to));
		} else {
			const nested = depth < MAX_DEPTH ? nestedLines(program, args) : [];
			for (const inner of nested)
				for (const command of parseCommandLine(inner, folder, depth + 1))
					found.push({ ...command, env: { ...env, ...command.env } });
			if (nested.length === 0)
				found.push({ ...pythonModule(program, args), env, cwd: folder });
		}
	}
	return found;
}

/** Value of an option: `--port 8000`, `--port=8000`, `-p8000`. The first of `names` that is given. */
export function option(
	args: readonly string[],
	...names: readonly string[]
): string | undefined {
	for (const [i, arg] of args.entries())
		for (const name of names) {
			if (arg === name) return args[i + 1];
			if (name.startsWith("--") && arg.startsWith(`${name}=`))
				return arg.slice(name.length + 1);
			if (!name.startsWith("--") && arg.length > 2 && arg.startsWith(name))
				return arg.slice(2).replace(/^=/, "");
		}
	return undefined;
}

/** Words that are neither options nor values of the options in `takingValue`; an option's value may be left out before another option. */
export function positionals(
	args: readonly string[],
	takingValue: ReadonlySet<string>,
): readonly string[] {
	const found: string[] = [];
	for (let i = 0; i < args.length; i++) {
		const arg = args[i] ?? "";
		if (takingValue.has(arg)) {
			if (!args[i + 1]?.startsWith("-")) i++;
		} else if (!arg.startsWith("-")) found.push(arg);
	}
	return found;
}

/**
 * Expands `$X`, `${X}`, `${X:-default}` and `${X-default}` by `lookup`.
 * Undefined when a variable without default is not known, or for `$(…)`.
 */
export function expandWord(
	word: string,
	lookup: (key: string) => string | undefined,
): string | undefined {
	let known = true;
	const expanded = word.replace(
		/\$\{(\w+)(?::?[-=]([^}]*))?[^}]*\}|\$(\w+)|\$\(.*?\)|`[^`]*`|%(\w+)%/g,
		(_, braced?: string, fallback?: string, bare?: string, dos?: string) => {
			const key = braced ?? bare ?? dos;
			const value =
				key === undefined
					? undefined
					: (lookup(key) ??
						(fallback === undefined
							? undefined
							: expandWord(fallback, lookup)));
			if (value === undefined) known = false;
			return value ?? "";
		},
	);
	return known ? expanded : undefined;
}

function unwrap(
	words: readonly string[],
	env: Record<string, string>,
): readonly string[] {
	let rest = words;
	for (;;) {
		const first = rest[0];
		if (first === undefined) return rest;
		const program = programName(first);
		if (/^[A-Za-z_]\w*=/.test(first)) {
			assign(first, env);
			rest = rest.slice(1);
		} else if (/^(?:[$>@-]|@echo|then|do|else|if|while|!|\{)$/.test(first)) {
			rest = rest.slice(1);
		} else if (first.startsWith("@") && first.length > 1) {
			rest = [first.slice(1), ...rest.slice(1)];
		} else if (program === "docker" || program === "docker-compose") {
			return rest;
		} else if (Object.hasOwn(WRAPPERS, program) && rest.length > 1) {
			rest = afterOptions(rest.slice(1), new Set(WRAPPERS[program]));
			if (program === "timeout") rest = rest.slice(1);
			if (program === "watchmedo") rest = rest.slice(1);
		} else if (RUNNERS[program]?.includes(rest[1] ?? "")) {
			rest = afterOptions(rest.slice(2), RUNNER_OPTIONS);
		} else if (
			/wait-for(?:-it)?(?:\.sh)?$/.test(first) &&
			rest.includes("--")
		) {
			rest = rest.slice(rest.indexOf("--") + 1);
		} else return rest;
	}
}

function afterOptions(
	words: readonly string[],
	takingValue: ReadonlySet<string>,
): readonly string[] {
	let i = 0;
	while (i < words.length) {
		const word = words[i] ?? "";
		if (word === "--") return words.slice(i + 1);
		if (!word.startsWith("-")) break;
		i += takingValue.has(word) ? 2 : 1;
	}
	return words.slice(i);
}

function assign(word: string, env: Record<string, string>): void {
	const at = word.indexOf("=");
	if (at > 0) env[word.slice(0, at)] = word.slice(at + 1);
}

function programName(word: string): string {
	if (word.startsWith("$")) return word;
	return posix.basename(word.replaceAll("\\", "/")).replace(/\.exe$/i, "");
}

/** `cd` to somewhere that only a running shell knows keeps what is known: its last plain part. */
function changeFolder(from: string, to: string): string {
	if (to === "" || to === "-") return from;
	const plain = to.replace(/^\$[({]?[^/]*\/?/, "").replace(/^["']|["']$/g, "");
	if (plain !== to) return plain === "" ? from : posix.normalize(plain);
	const joined = posix.normalize(posix.join(from, to));
	return joined === "." ? "" : joined.replace(/\/$/, "");
}

function nestedLines(
	program: string,
	args: readonly string[],
): readonly string[] {
	if (!NESTING.has(program)) return [];
	const run = args.findIndex((a) => /^-\w*c$/.test(a) || /^\/[ck]$/i.test(a));
	if (program === "concurrently")
		return positionals(args, CONCURRENTLY_OPTIONS);
	if (run >= 0) {
		const words = args.slice(run + 1);
		// Exec form comes joined by blanks: everything behind `-c` is the line.
		return words.length === 0 ? [] : [words.join(" ")];
	}
	return args.filter((a) => /\s/.test(a));
}

function pythonModule(
	program: string,
	args: readonly string[],
): { readonly program: string; readonly args: readonly string[] } {
	const python = /^(?:python[\d.]*|py|pypy3?)$/.test(program);
	if (!python && !(program.startsWith("$") && args[0] === "-m"))
		return { program, args };
	const m = args.indexOf("-m");
	const leading = args.slice(0, m).every((a) => a.startsWith("-"));
	if (m < 0 || !leading) return { program: python ? "python" : program, args };
	const module = args[m + 1] ?? "";
	if (SERVER_MODULES.has(module))
		return { program: module, args: args.slice(m + 2) };
	return { program: "python", args: ["-m", ...args.slice(m + 1)] };
}

const SERVER_MODULES = new Set([
	"uvicorn",
	"gunicorn",
	"hypercorn",
	"daphne",
	"granian",
	"fastapi",
	"flask",
]);
