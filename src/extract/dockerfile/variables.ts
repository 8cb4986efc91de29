import type { DockerStage, KeyValue } from "../../facts/index.js";
import type { Instruction } from "./instructions.js";

type Variable = DockerStage["variables"][number];

const PAIR =
	/([A-Za-z_]\w*)=("(?:\\.|[^"\\])*"|'[^']*'|(?:\\.|[^\s\0"'\\]|"[^"]*"|'[^']*')*)/g;

/**
 * The variables of an `ENV` or `ARG`. An `ARG` without a value takes the
 * default that was declared before the first `FROM`.
 */
export function variablesOf(
	instruction: Instruction,
	globals: ReadonlyMap<string, KeyValue>,
): Variable[] {
	const { name, args, start } = instruction;
	if (name === "ARG")
		return [...args.matchAll(/(?:[^\s\0"']|"[^"]*"|'[^']*')+/g)].map((word) => {
			const [pair] = pairsIn(word[0], start + word.index);
			return {
				instruction: "ARG",
				...(pair ?? inherited(word[0], start + word.index, globals)),
			};
		});
	const legacy = /^([A-Za-z_]\w*)[ \t]+(?!=)([^\0]*)/.exec(args);
	const pairs = legacy?.[1]
		? [legacyPair(legacy[1], legacy[2] ?? "", legacy[0], start)]
		: pairsIn(args, start);
	return pairs.map((pair) => ({ instruction: "ENV", ...pair }));
}

function pairsIn(args: string, start: number): KeyValue[] {
	return [...args.matchAll(PAIR)].map((match) => {
		const [, key = "", written = ""] = match;
		const isQuoted = /^(["']).*\1$/s.test(written);
		const from = start + match.index + key.length + 1 + (isQuoted ? 1 : 0);
		const value = isQuoted ? written.slice(1, -1) : written;
		return {
			key,
			value: value.replaceAll(/\\(.)/gs, "$1"),
			at: [start + match.index, start + match.index + key.length],
			valueAt: [from, from + value.length],
		};
	});
}

/** `ENV KEY the whole rest`. */
function legacyPair(
	key: string,
	value: string,
	whole: string,
	start: number,
): KeyValue {
	const from = start + whole.length - value.length;
	const trimmed = value.trimEnd();
	return {
		key,
		value: trimmed,
		at: [start, start + key.length],
		valueAt: [from, from + trimmed.length],
	};
}

function inherited(
	key: string,
	start: number,
	globals: ReadonlyMap<string, KeyValue>,
): KeyValue {
	const end = start + key.length;
	const declared = globals.get(key);
	return {
		key,
		value: declared?.value,
		at: [start, end],
		valueAt: declared?.value === undefined ? [end, end] : declared.valueAt,
	};
}
