import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "cors/unknown-option",
	summary: "A CORS option that its library does not have.",
	severity: "error",
	since: "0.1.0",
	facts: ["C5", "C8"],
	*check(graph) {
		const strange = graph.originLists.flatMap((list) =>
			(list.strangeOptions ?? []).map((option) => ({ list, option })),
		);
		for (const { at, members } of byPlace(strange, (s) => s.option.at)) {
			const [{ list, option }] = members;
			const { server, library } = list;
			const raises = library === "starlette";
			yield {
				at,
				severity: server?.live === false ? "info" : "error",
				scenario: server?.scenario ?? [],
				message: {
					what: `${raises ? "CORSMiddleware" : library === "socket.io" ? "The cors option of Socket.IO" : "The cors package"} has no option ${option.name}${option.meant ? `; ${option.meant} is meant` : ""}.`,
					why: raises
						? `The server does not start answering: TypeError: __init__() got an unexpected keyword argument '${option.name}'.`
						: "It is ignored without a word, and the default holds in its place.",
					do: option.meant ? `Write ${option.meant}.` : "Remove it.",
				},
				evidence: witnesses(
					at,
					server
						? [{ at: server.at, message: `${server.title} is created here` }]
						: [],
				),
				fixes: rename(raises, at, option.meant),
			};
		}
	},
});

/** The place of a keyword argument is its value, so it is renamed by hand. */
function rename(
	raises: boolean,
	at: { readonly file: string; readonly span: readonly [number, number] },
	meant: string | undefined,
): readonly Fix[] {
	return raises || meant === undefined
		? []
		: [
				{
					title: `Write ${meant}`,
					safety: "unsafe",
					intents: [{ do: "replace-expression", at, code: meant }],
				},
			];
}
