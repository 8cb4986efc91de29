import type { Directive } from "../facts/code.js";
import type { Fact } from "../facts/index.js";

/** A suppression comment and the file it stands in. */
export interface PlacedDirective {
	readonly file: string;
	readonly directive: Directive;
}

/** Every suppression comment of the files that were read, in path order. */
export function directivesOf(
	facts: ReadonlyMap<string, Fact>,
): PlacedDirective[] {
	const found: PlacedDirective[] = [];
	for (const file of [...facts.keys()].sort())
		for (const directive of directivesIn(facts.get(file)))
			found.push({ file, directive });
	return found;
}

function directivesIn(fact: Fact | undefined): readonly Directive[] {
	if (fact === undefined || !("directives" in fact)) return [];
	if (fact.kind !== "markup") return fact.directives;
	return [
		...fact.directives,
		...fact.scripts.flatMap((script) => script.directives),
	];
}
