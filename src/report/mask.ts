import type { Span } from "../facts/place.js";
import { isSecretKey } from "../facts/secret.js";
import type { Graph } from "../graph/graph.js";

export { maskLine, maskText, secretSpans } from "../facts/mask.js";

/** Spans that must not be shown, by file: secret values of env files, and credentials that a server compares with. */
export function secretValues(
	graph: Graph,
): ReadonlyMap<string, readonly Span[]> {
	const spans = new Map<string, Span[]>();
	const hide = (file: string, span: Span) => {
		const known = spans.get(file);
		if (known) known.push(span);
		else spans.set(file, [span]);
	};
	for (const file of graph.envFiles)
		for (const entry of file.entries)
			if (entry.secret) hide(file.path, entry.valueAt);
	// A credential that a server compares with is one whatever its key is called.
	for (const server of graph.servers)
		for (const route of server.routes.items) {
			for (const { at } of route.comparedSecrets ?? []) hide(at.file, at.span);
			for (const { writtenAt } of route.demandedSecrets ?? [])
				for (const at of writtenAt) hide(at.file, at.span);
		}
	for (const { handedSecrets } of graph.connections)
		for (const { at } of handedSecrets ?? []) hide(at.file, at.span);
	for (const { key, fallback } of graph.envReads)
		if (fallback && isSecretKey(key)) hide(fallback.at.file, fallback.at.span);
	return spans;
}
