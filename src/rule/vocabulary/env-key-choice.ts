import type { App, Graph } from "../../graph/graph.js";

/**
 * The name of a client key for `value`: one whose name ends with `stem` and
 * that holds the value in all of `files` already, else one that is free.
 */
export function keyFor(
	graph: Graph,
	app: App,
	stem: string,
	value: string,
	files: readonly string[],
): string | undefined {
	return heldKey(graph, stem, value, files) ?? freeKey(graph, app, stem);
}

function heldKey(
	graph: Graph,
	stem: string,
	value: string,
	files: readonly string[],
): string | undefined {
	const [first = [], ...others] = files.map(
		(path) =>
			graph.envFiles
				.find((f) => f.path === path)
				?.entries.filter((e) => e.raw === value && !e.commentedOut)
				.map((e) => e.key) ?? [],
	);
	return first.find(
		(key) => key.endsWith(stem) && others.every((keys) => keys.includes(key)),
	);
}

/** `VITE_WS_URL`, or a like name that nothing reads or sets yet: a compose file may give it a value of another form. */
function freeKey(graph: Graph, app: App, stem: string): string | undefined {
	const prefix = app.envPrefixes.values[0];
	if (prefix === undefined) return undefined;
	const isNamed = (key: string) => graph.mentions(key).length > 0;
	const taken = new Set([
		...graph.envReads.filter((r) => r.app === app).map((r) => r.key),
		...graph.envFiles
			.filter((f) => f.app === app)
			.flatMap((f) => f.entries.map((e) => e.key)),
	]);
	return [stem, `BACKEND_${stem}`, `SERVER_${stem}`]
		.map((name) => prefix + name)
		.find((key) => !taken.has(key) && !isNamed(key));
}
