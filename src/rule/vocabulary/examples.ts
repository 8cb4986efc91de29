import type { Attempt, Graph } from "../../graph/graph.js";
import type { Evidence } from "../finding.js";

/** Where example files document these env keys. */
export function exampleValues(
	graph: Graph,
	keys: readonly string[],
): readonly Evidence[] {
	return graph.envFiles
		.filter((file) => file.role === "example")
		.flatMap((file) =>
			file.entries
				.filter((entry) => keys.includes(entry.key))
				.map((entry) => ({
					at: file.placeOf(entry, "value"),
					message: `the example of ${entry.key}`,
				})),
		);
}

/** Whether the repository asks for a key: it hands it on to its builds, or a README tells people of it. */
export function isAskedFor(graph: Graph, key: string): boolean {
	return graph.handedOn(key) !== undefined || graph.inReadme(key) !== undefined;
}

/** True for an alternative that exists only while a key is unset which an example file tells everyone to set, or which the repository asks for. */
export function isDocumentedGap(graph: Graph, { when }: Attempt): boolean {
	return when.some(({ kind, atom }) => {
		const keys = kind === "env" ? atom.split(" ") : [];
		return (
			exampleValues(graph, keys).length > 0 ||
			keys.some((key) => /^[A-Z]\w+$/.test(key) && isAskedFor(graph, key))
		);
	});
}
