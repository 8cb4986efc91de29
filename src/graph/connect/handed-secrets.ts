import { isSecretKey, isStandIn } from "../../facts/secret.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { Scope, Thunk, Value } from "../../value/value.js";
import type { Stated } from "../graph.js";
import type { DialSite } from "./dials.js";

/** Options in which clients hand over credentials: `auth`, `query` and `extraHeaders` of Socket.IO, `headers` of the ws package. */
const HOLDERS = ["auth", "query", "extraHeaders", "headers"];

/** Shorter literals are words, not secrets. */
const SHORTEST = 8;

/**
 * Credentials that a client hands over beside the URL and that stand in the
 * code: where, and under which name. The literals are nobody's to keep.
 */
export function handedSecrets(
	evaluator: Evaluator,
	{ file, block, fact }: DialSite,
): readonly Stated<string>[] {
	const scope: Scope = { file, block };
	const found: Stated<string>[] = [];
	for (const argument of fact.call.args.slice(0, 3))
		for (const { value } of evaluator.evaluate(argument, scope)) {
			if (value.v !== "object") continue;
			for (const holder of HOLDERS) {
				const entry = value.entries.get(holder);
				if (entry) found.push(...literalsIn(evaluator, entry.value));
			}
		}
	return found;
}

function* literalsIn(
	evaluator: Evaluator,
	holder: Thunk | Value,
): Iterable<Stated<string>> {
	for (const { value } of evaluator.force(holder)) {
		if (value.v !== "object") continue;
		for (const [name, entry] of value.entries) {
			if (!isSecretKey(name) && !/^authorization$/i.test(name)) continue;
			const given = evaluator.single(entry.value);
			const text = given?.v === "text" ? given.text : undefined;
			const [origin, ...others] = text?.originsOf() ?? [];
			const secret = text?.value?.replace(/^(?:Bearer|Basic|Token)\s+/i, "");
			if (
				origin?.kind === "literal" &&
				others.length === 0 &&
				secret !== undefined &&
				secret.length >= SHORTEST &&
				!isStandIn(secret)
			)
				yield { value: name, at: origin.at, steps: [] };
		}
	}
}
