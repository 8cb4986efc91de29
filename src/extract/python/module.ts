import type {
	CallFact,
	Code,
	Definition,
	Directive,
	FunctionFact,
} from "../../facts/code.js";
import { parseDirective } from "../../facts/directive.js";
import type { Span } from "../../facts/place.js";
import type { CallExpr, Expr } from "../../value/expr.js";
import type { SyntaxTree } from "../tree-sitter/syntax.js";
import { namesOfScopes } from "./names.js";
import type { Reading } from "./reading.js";
import { openScope, type Scope } from "./scope.js";
import { block } from "./statement.js";

/** Lowers one file. Without a tree the parser gave up, and nothing is known but that. */
export function readModule(text: string, tree: SyntaxTree | undefined): Code {
	const root = tree?.root ?? { type: "module", start: 0, end: 0, children: [] };
	const names = namesOfScopes(root, text);
	const module = openScope("module", undefined, { names: names.get(root) });
	const reading: Reading = {
		text,
		names,
		defs: [],
		functions: [],
		classes: [],
		calls: [],
		pauses: [],
		keyReads: [],
		imports: [],
		starExports: [],
		sharedNames: [],
		later: [],
		readsOfDefs: new Map(),
		use: "value",
		scope: module,
	};
	block(reading, root);
	// Bodies put off push the bodies inside them: the queue grows while it is walked.
	for (const body of reading.later) body();
	const exports = exportsOf(module);
	settleSharedNames(reading);
	const calls = reading.calls.toSorted(bySource);
	const error = syntaxError(text, tree);
	return {
		kind: "code",
		language: "python",
		defs: reading.defs,
		functions: numberDecorators(reading, calls),
		classes: reading.classes.map((cls) => ({
			...cls,
			fields: cls.fields.toSorted((a, b) => a.at[0] - b.at[0]),
			methods: Object.fromEntries(cls.methods),
		})),
		calls,
		pauses: reading.pauses.toSorted((a, b) => a.at[0] - b.at[0]),
		keyReads: reading.keyReads.toSorted((a, b) => a.keyAt[0] - b.keyAt[0]),
		imports: reading.imports.toSorted((a, b) => a.at[0] - b.at[0]),
		exports,
		starExports: reading.starExports,
		directives: directivesIn(text, tree?.comments ?? []),
		pragmas: text.startsWith("#!") ? [/.*/.exec(text)?.[0] ?? ""] : [],
		...(error ? { syntaxError: error } : {}),
	};
}

/** Every top-level name has its last version; names only functions write are among them. */
function exportsOf(module: Scope): Readonly<Record<string, Expr>> {
	const exports = new Map<string, Expr>();
	for (const [name, version] of module.flow.versions) {
		exports.set(name, version.read(version.at));
	}
	for (const [name, { def, writes }] of module.shared) {
		const [first] = writes;
		if (first) exports.set(name, { k: "ref", at: first.at, def, name });
	}
	return Object.fromEntries(exports);
}

/** All writes are known now: one alone needs no `any`. */
function settleSharedNames({ defs, sharedNames }: Reading): void {
	for (const { def, writes } of sharedNames) {
		const open = defs[def];
		const [first] = writes;
		if (!open || !first) continue;
		const only = writes.length === 1;
		const settled: Definition = {
			...open,
			at: first.at,
			value: only ? first : { k: "any", at: first.at, of: writes },
		};
		defs[def] = settled;
	}
}

function bySource(a: CallFact, b: CallFact): number {
	return a.call.at[0] - b.call.at[0] || a.call.at[1] - b.call.at[1];
}

function numberDecorators(
	reading: Reading,
	calls: readonly CallFact[],
): readonly FunctionFact[] {
	const numbers = new Map<CallExpr, number>(
		calls.map(({ call }, index) => [call, index]),
	);
	return reading.functions.map((fn) => ({
		...fn,
		decorators: fn.decorators.map((call) =>
			call ? (numbers.get(call) ?? -1) : -1,
		),
	}));
}

function directivesIn(text: string, comments: readonly Span[]): Directive[] {
	return comments.flatMap((at) => {
		const directive = parseDirective(text.slice(...at), at);
		return directive ? [directive] : [];
	});
}

function syntaxError(
	text: string,
	tree: SyntaxTree | undefined,
): Code["syntaxError"] {
	if (!tree) return { message: "the Python parser gave up", at: [0, 0] };
	if (!tree.error) return undefined;
	const [start, end] = tree.error;
	const [line = ""] = text.slice(start, Math.min(end, start + 60)).split("\n");
	const message =
		line.trim() === ""
			? "something is missing here"
			: `unexpected ${line.trim()}`;
	return { message, at: tree.error };
}
