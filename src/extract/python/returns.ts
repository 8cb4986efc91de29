import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { unknown } from "./reading.js";
import type { Exit, Scope } from "./scope.js";
import { choice } from "./tests.js";

const MAX_EXITS = 32;

/** The value of a call, once the function's body is lowered: its exits in source order, the first whose branch is taken. */
export function returnedValue(scope: Scope, body: Span): Expr {
	if (scope.yields) return unknown(body, "a generator");
	const exits: Exit[] = [...scope.exits];
	const end: Span = [body[1], body[1]];
	if (!scope.flow.ended) {
		exits.push({ value: { k: "undefined", at: end }, hedged: false });
	}
	const [only, ...others] = exits;
	if (!only) return { k: "undefined", at: end };
	if (others.length === 0) return only.value;
	if (exits.length > MAX_EXITS) return anyOf(exits, body);
	const uncertain = exits.findIndex((exit) => exit.hedged);
	const settled =
		uncertain < 0 ? exits.slice(0, -1) : exits.slice(0, uncertain);
	const rest = exits.slice(settled.length);
	return settled.reduceRight<Expr>(
		(otherwise, { test, value }) =>
			test ? choice(body, test, value, otherwise) : value,
		anyOf(rest, body),
	);
}

function anyOf(exits: readonly Exit[], at: Span): Expr {
	const [only] = exits;
	return only && exits.length === 1
		? only.value
		: { k: "any", at, of: exits.map((exit) => exit.value) };
}
