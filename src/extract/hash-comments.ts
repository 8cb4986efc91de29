import { parseDirective } from "../facts/directive.js";
import type { Directive } from "../facts/index.js";

/** Suppressions in `#` comments (YAML, shell, Dockerfile, Makefile); `offset` is added to every span. */
export function directivesInHashComments(
	text: string,
	offset = 0,
): Directive[] {
	if (!text.includes("wslint-disable")) return [];
	return [...text.matchAll(/(?<=^|\s)#[^\r\n]*/gm)].flatMap((comment) => {
		const start = comment.index + offset;
		const directive = parseDirective(comment[0], [
			start,
			start + comment[0].length,
		]);
		return directive ? [directive] : [];
	});
}
