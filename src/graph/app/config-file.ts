import type { Place } from "../../facts/place.js";
import { folderOf } from "../../tree/paths.js";
import {
	type Alternatives,
	chain,
	just,
	scalar,
	textValue,
	through,
	under,
	union,
	unknown,
	writtenText,
} from "../../value/evaluate/alternatives.js";
import type { Evaluator, Intrinsics } from "../../value/evaluator.js";
import { Text } from "../../value/text.js";
import type { Made, Value } from "../../value/value.js";
import type { EnvAnswer, World } from "../../value/world.js";
import type { Sources } from "../sources.js";
import { mergeConfigs } from "./merge-config.js";
import type { Options } from "./options.js";
import { pathOf } from "./path-value.js";

/** In which situation a tool reads its config file. */
export interface ConfigRun {
	readonly command: "serve" | "build";
	readonly mode: string;
	/** Folder the tool is started in. */
	readonly cwd: string;
	/** Variables the starting script sets. */
	readonly env: Readonly<Record<string, string>>;
	/** What the tool itself put into `process.env` before it read the config (Next loads its env files first). */
	process?(key: string): EnvAnswer | undefined;
	/** What `loadEnv(mode, folder, prefixes)` answers for a key (E1, P24). */
	loadEnv(
		mode: string,
		folder: string,
		prefixes: readonly string[],
		key: string,
	): EnvAnswer;
}

/**
 * What a config file exports, after `defineConfig`, `mergeConfig` and a call of
 * a function config with `{ command, mode }`. Undefined when the file was not
 * read as code or exports nothing.
 */
export function readConfig(
	sources: Sources,
	file: string,
	run: ConfigRun,
): Options | undefined {
	const code = sources.program.code(file)[0];
	const exported = code?.exports.default ?? code?.commonjs;
	if (!code || !exported) return undefined;
	const at: Place = { file, span: exported.at };
	const evaluator = sources.evaluatorFor(
		configWorld(run),
		configIntrinsics(run, file),
	);
	const start = evaluator.evaluate(exported, { file, block: 0 });
	return { evaluator, at, values: called(evaluator, start, run, at) };
}

/** Function configs are called with the run's environment, as the tool does. */
function called(
	evaluator: Evaluator,
	values: Alternatives,
	run: ConfigRun,
	at: Place,
): Alternatives {
	return chain(values, (value) => {
		if (value.v !== "function") return just(value);
		return chain(evaluator.call(value, [runValue(run, at)], at), (given) =>
			given.v === "function"
				? unknown("the config is a function of a function", at)
				: just(given),
		);
	});
}

function runValue(run: ConfigRun, at: Place): Value {
	const entry = (value: Value) => ({ value, keyAt: at, at });
	return {
		v: "object",
		complete: true,
		at,
		entries: new Map([
			["mode", entry(writtenText(run.mode, at))],
			["command", entry(writtenText(run.command, at))],
			["isSsrBuild", entry({ v: "scalar", value: false, at })],
			["ssrBuild", entry({ v: "scalar", value: false, at })],
			["isPreview", entry({ v: "scalar", value: false, at })],
		]),
	};
}

/**
 * A config file runs in Node before any env file is read: `process.env` holds
 * only what the starting script sets, `import.meta.env` does not exist (P24).
 */
function configWorld(run: ConfigRun): World {
	return {
		scenario: run.command === "serve" ? "dev" : "production",
		runtime: "node",
		mode: run.mode,
		command: run.command,
		dev: run.command === "serve",
		env(accessor, key, file) {
			if (accessor === "import.meta.env")
				return {
					state: "hidden",
					because: "prefix",
					why: "import.meta.env is undefined inside a config file",
				};
			const given = run.env[key];
			const at: Place = { file, span: [0, 0] };
			if (given !== undefined)
				return {
					state: "set",
					text: Text.of(given, { kind: "env", key, at, read: at }),
				};
			return (
				run.process?.(key) ?? {
					state: "unsupplied",
					why: `${key} is taken from the shell that starts the tool`,
				}
			);
		},
	};
}

const IDENTITIES = /[#.]define\w*Config$|[#.]defineConfig$|[#.]defineProject$/;

const PATHS =
	/^(node:)?(path|url)#(\*\.|default\.)?(resolve|join|dirname|normalize|fileURLToPath)$/;

/** `JSON.stringify` of text is the text in quotes; of other things it is left as the call. */
function asCode(value: Value, made: Made): Alternatives {
	const origin = { kind: "computed", at: made.site } as const;
	if (value.v === "text")
		return just(
			textValue(
				Text.concat(Text.of('"', origin), value.text, Text.of('"', origin)),
			),
		);
	if (value.v === "scalar")
		return value.value === undefined
			? just(value)
			: just(textValue(Text.of(String(value.value), origin)));
	return just({ v: "made", by: "global#JSON.stringify", made });
}

function configIntrinsics(run: ConfigRun, file: string): Intrinsics {
	return {
		call(name, made, evaluator) {
			const [first, second] = made.call.args;
			if (IDENTITIES.test(name))
				return first && evaluator.evaluate(first, made.scope);
			if (/[#.]mergeConfig$/.test(name) && first && second)
				return mergeConfigs(
					evaluator,
					called(
						evaluator,
						evaluator.evaluate(first, made.scope),
						run,
						made.site,
					),
					called(
						evaluator,
						evaluator.evaluate(second, made.scope),
						run,
						made.site,
					),
				);
			// Left alone here: they are read against the config's own folder.
			if (PATHS.test(name)) return just({ v: "made", by: name, made });
			if (name === "global#JSON.stringify" && first)
				return chain(evaluator.evaluate(first, made.scope), (value) =>
					asCode(value, made),
				);
			return undefined;
		},
		property(of, name, at, evaluator) {
			return of.v === "made" && /[#.]loadEnv$/.test(of.by)
				? loaded(of.made, name, at, evaluator, run, file)
				: undefined;
		},
	};
}

/** A property of what `loadEnv(mode, folder, prefixes = 'VITE_')` returned. */
function loaded(
	made: Made,
	key: string,
	at: Place,
	evaluator: Evaluator,
	run: ConfigRun,
	file: string,
): Alternatives {
	const argument = (index: number): Value | undefined => {
		const expr = made.call.args[index];
		return expr && evaluator.evaluate(expr, made.scope)[0]?.value;
	};
	const mode = argument(0);
	const folder = argument(1);
	const given = argument(2);
	const prefixes =
		given === undefined ? ["VITE_"] : prefixesOf(given, evaluator);
	const dir =
		folder &&
		pathOf(folder, evaluator, { folder: folderOf(file), cwd: run.cwd });
	const answer = run.loadEnv(
		mode?.v === "text" ? (mode.text.value ?? run.mode) : run.mode,
		dir ?? run.cwd,
		prefixes ?? [""],
		key,
	);
	return answered(answer, key, at);
}

function prefixesOf(
	value: Value,
	evaluator: Evaluator,
): readonly string[] | undefined {
	const items = value.v === "array" ? value.items : [value];
	const texts = items.map((item) => evaluator.single(item));
	return texts.every((t) => t?.v === "text" && t.text.known)
		? texts.flatMap((t) => (t?.v === "text" ? [t.text.flat] : []))
		: undefined;
}

/** An answer as the value of a read: what nothing supplies is there or not, undecided. */
function answered(answer: EnvAnswer, key: string, at: Place): Alternatives {
	const step = { at, label: `read of ${key}` };
	if (answer.state === "set") return just(textValue(answer.text), step);
	if (answer.state !== "unsupplied") return scalar(undefined, at);
	const when = (is: boolean) =>
		({ atom: `env ${key} set`, is: String(is), kind: "env", at }) as const;
	const outside = Text.hole(
		{ kind: "env", name: key, reason: answer.why },
		{ kind: "env", key, at, read: at },
	);
	return through(
		union(
			under(just(textValue(outside)), when(true)),
			under(
				answer.fallback
					? just(textValue(answer.fallback))
					: scalar(undefined, at),
				when(false),
			),
		),
		step,
	);
}
