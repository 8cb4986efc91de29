import type { Place } from "../../facts/place.js";
import { placeOf } from "../../value/evaluate/alternatives.js";
import { Text } from "../../value/text.js";
import type { Value } from "../../value/value.js";
import type { EnvAnswer } from "../../value/world.js";
import type { Collection } from "../graph.js";
import { isAbsent, type Options, objectOf, optionAt } from "./options.js";

/** What a config's `define` (Vite) or `env` block (Next) puts in place of names. */
export interface Definitions {
	/** By full name: `process.env.API_URL`, `import.meta.env.VITE_X`, `__WS_URL__`. */
	answer(name: string): EnvAnswer | undefined;
	/** Whether `process.env` as a whole is replaced, so that reading it does not throw. */
	readonly replacesProcessEnv: boolean;
	/** Env keys it supplies. */
	readonly keys: Collection<string>;
}

export const NO_DEFINITIONS: Definitions = {
	answer: () => undefined,
	replacesProcessEnv: false,
	keys: { items: [], complete: true },
};

const ENV_MEMBER =
	/^(?:globalThis\.|window\.)?(?:process|import\.meta)\.env\.(\w+)$/;

/**
 * `define: { 'process.env.X': JSON.stringify(env.X), __WS_URL__: '"ws://…"', 'process.env': env }`.
 * Values are code: a string has to be quoted inside.
 */
export function viteDefinitions(define: Options): Definitions {
	if (isAbsent(define)) return NO_DEFINITIONS;
	const object = objectOf(define);
	if (!object)
		return {
			answer: () => undefined,
			replacesProcessEnv: false,
			keys: { items: [], complete: false, reason: "define could not be read" },
		};
	const names = [...object.entries.keys()];
	const whole = object.entries.has("process.env");
	const ofWhole = (key: string): EnvAnswer | undefined =>
		whole
			? answerOf(optionAt(optionAt(define, "process.env"), key), key, plain)
			: undefined;
	const wholeObject = whole
		? objectOf(optionAt(define, "process.env"))
		: undefined;
	const keys = [
		...names.flatMap((name) => ENV_MEMBER.exec(name)?.[1] ?? []),
		...(wholeObject?.entries.keys() ?? []),
	];
	const complete =
		object.complete && (!whole || wholeObject?.complete === true);
	return {
		answer(name) {
			if (object.entries.has(name))
				return answerOf(optionAt(define, name), name, codeText);
			const key = /^process\.env\.(\w+)$/.exec(name)?.[1];
			return key === undefined ? undefined : ofWhole(key);
		},
		replacesProcessEnv: whole,
		keys: {
			items: keys,
			complete,
			...(!complete && {
				reason: "define holds keys that are not known statically",
			}),
		},
	};
}

/** Next's `env: { API_URL: process.env.API_URL || "…" }`: values are taken as they are. */
export function envBlock(env: Options): Definitions {
	const object = objectOf(env);
	if (!object)
		return isAbsent(env)
			? NO_DEFINITIONS
			: {
					...NO_DEFINITIONS,
					keys: { items: [], complete: false, reason: "env could not be read" },
				};
	return {
		answer(name) {
			const key = /^process\.env\.(\w+)$/.exec(name)?.[1];
			return key !== undefined && object.entries.has(key)
				? answerOf(optionAt(env, key), key, plain)
				: undefined;
		},
		replacesProcessEnv: false,
		keys: {
			items: [...object.entries.keys()],
			complete: object.complete,
			...(!object.complete && { reason: "the env block is only partly known" }),
		},
	};
}

type Reading = (value: Value) => Text | "undefined" | undefined;

function answerOf(options: Options, name: string, read: Reading): EnvAnswer {
	const key = ENV_MEMBER.exec(name)?.[1] ?? name;
	const texts = options.values.map((a) => ({
		when: a.when,
		text: read(a.value),
		at: placeOf(a.value),
	}));
	const open = {
		state: "unsupplied",
		why: `the config sets ${key} from outside the repository`,
	} as const;
	const [only] = texts;
	if (texts.length === 1 && only)
		return only.text === "undefined"
			? {
					state: "unset",
					why: `the config sets ${key} to undefined`,
					evidence: near(only.at, options.at),
				}
			: only.text
				? { state: "set", text: only.text }
				: open;
	const fallback = texts.find(
		(t) =>
			t.text instanceof Text &&
			t.text.known &&
			[...t.when.values()].every((c) => c.kind === "env" && c.is === "false"),
	)?.text;
	return fallback instanceof Text ? { ...open, fallback } : open;
}

function near(found: Place, otherwise: Place): Place {
	return found.file === "" ? otherwise : found;
}

const plain: Reading = (value) => {
	if (value.v === "text") return value.text;
	if (value.v !== "scalar") return undefined;
	return value.value === undefined || value.value === null
		? "undefined"
		: Text.of(String(value.value), { kind: "literal", at: value.at });
};

/** Code that is a string literal is that string; other code is not evaluated. */
const codeText: Reading = (value) => {
	if (value.v !== "text") return plain(value);
	const { flat } = value.text;
	if (flat === "undefined") return "undefined";
	if (/^(["'`]).*\1$/s.test(flat)) return value.text.slice(1, flat.length - 1);
	return /^(true|false|null|-?\d+(\.\d+)?)$/.test(flat)
		? value.text
		: undefined;
};
