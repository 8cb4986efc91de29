import { otherHalf } from "../discover/index.js";
import { judgedConnections } from "../engine/coverage.js";
import type { LintResult } from "../engine/result.js";
import { count } from "../report/wording.js";

/**
 * Where the other half lies when the linted folder is a part of a repository
 * and holds only clients, or only servers, or neither: one line, or nothing.
 */
export function sayElsewhere({ graph, tree }: LintResult): {
	readonly elsewhere?: string;
} {
	const dials = judgedConnections(graph).length > 0;
	const serves = graph.servers.some((server) => server.routes.items.length > 0);
	const halves = [
		...(serves ? [] : [{ half: "servers", does: "are served" } as const]),
		...(dials ? [] : [{ half: "clients", does: "are opened" } as const]),
	];
	for (const { half, does } of halves) {
		const found = otherHalf(tree.root, half);
		const [first, ...others] = found?.files ?? [];
		if (!found || first === undefined) continue;
		const places =
			others.length === 0
				? first
				: `${first} and ${count(others.length, "other file")}`;
		return {
			elsewhere: `outside this folder, sockets ${does} in ${places}; \`wslint --root ${found.top}\` judges both halves`,
		};
	}
	return {};
}
