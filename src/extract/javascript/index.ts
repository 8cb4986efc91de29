import type { Code, FunctionFact } from "../../facts/code.js";
import { parseDirective } from "../../facts/directive.js";
import { bindNames } from "./bind.js";
import { newFrame } from "./frame.js";
import { usedKeyReads } from "./key-reads.js";
import { lowerStatements } from "./lower-statement.js";
import { settleExports } from "./modules.js";
import { type Grammar, grammarOf, type Parsed, parse } from "./parse.js";
import { pragmasOf } from "./syntax.js";
import { type Host, newUnit, type Unit } from "./unit.js";
import { settleShared } from "./versions.js";

export type { Grammar } from "./parse.js";
export type { Host } from "./unit.js";

/**
 * What one JavaScript or TypeScript file says. `path` only decides the grammar
 * (`.ts`, `.tsx`; anything else is JavaScript that may hold JSX). Spans are
 * UTF-16 offsets in `text`. Never throws: text that cannot be parsed gives
 * `syntaxError` and the facts of what could.
 */
export function extractJavaScript(text: string, path: string): Code {
	return extractScript(text, grammarOf(path));
}

/** `extractJavaScript` for a script whose grammar is known, such as one in a component file. */
export function extractScript(
	text: string,
	grammar: Grammar,
	host: Host = {},
): Code {
	const parsed = parse(text, grammar);
	try {
		return lowerFile(text, parsed, host);
	} catch (error) {
		// Only the engine's own stack can end here; depth is bounded everywhere else.
		const message =
			error instanceof RangeError
				? "is nested too deeply to be read"
				: `cannot be read: ${error instanceof Error ? error.message : error}`;
		return { ...EMPTY, syntaxError: { message, at: [0, 0] } };
	}
}

const EMPTY: Code = {
	kind: "code",
	language: "javascript",
	defs: [],
	functions: [],
	classes: [],
	calls: [],
	pauses: [],
	keyReads: [],
	imports: [],
	exports: {},
	starExports: [],
	directives: [],
	pragmas: [],
};

function lowerFile(text: string, parsed: Parsed, host: Host): Code {
	const { program, comments, syntaxError } = parsed;
	const scopes = bindNames(program);
	const unit = newUnit(text, scopes, parsed.delimitedQuasis, host);
	const frame = newFrame(unit, {
		home: scopes.file,
		span: [0, text.length],
		receiver: { k: "none" },
	});
	lowerStatements(frame, program.body);
	settleExports(frame);
	settleShared(unit);
	sortCalls(unit);
	return {
		kind: "code",
		language: "javascript",
		defs: unit.defs,
		functions: unit.functions,
		classes: unit.classes,
		calls: unit.calls,
		pauses: unit.pauses.toSorted((a, b) => a.at[0] - b.at[0]),
		keyReads: usedKeyReads(unit),
		imports: unit.imports,
		exports: unit.exports,
		starExports: unit.starExports,
		...(unit.commonjs && { commonjs: unit.commonjs }),
		directives: comments.flatMap(
			({ value, start, end }) => parseDirective(value, [start, end]) ?? [],
		),
		pragmas: pragmasOf(program),
		...(syntaxError && { syntaxError }),
	};
}

/** Puts calls in source order, a call before those that continue it, and points functions to their decorators. */
function sortCalls({ calls, decorations, functions }: Unit): void {
	calls.sort(
		(a, b) => a.call.at[0] - b.call.at[0] || a.call.at[1] - b.call.at[1],
	);
	if (decorations.length === 0) return;
	const indices = new Map(calls.map((fact, i) => [fact, i]));
	for (const decoration of decorations) {
		const fact: { decorators: FunctionFact["decorators"] } | undefined =
			functions[decoration.fn];
		if (!fact) continue;
		fact.decorators = decoration.calls.map((call) =>
			call ? (indices.get(call) ?? -1) : -1,
		);
	}
}
