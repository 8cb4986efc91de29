import { relative, resolve, sep } from "node:path";
import { linesOfTree } from "../engine/lines.js";
import type { Connection } from "../graph/graph.js";
import { lintTree, settingsFor } from "../lint.js";
import { maskText } from "../report/mask.js";
import { selectConnections, trace } from "../report/trace/index.js";
import { sayUrl } from "../report/wording.js";
import { workTree } from "../tree/index.js";
import type { Scenario } from "../value/world.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import type { Io } from "./io.js";
import { withProgress } from "./progress.js";
import { rootFolder } from "./roots.js";
import { UsageError } from "./usage-error.js";

export interface TraceFlags {
	readonly root?: string;
	readonly scenario?: Scenario;
}

/** Prints the way of the connections that `target` means, or of all. Throws `UsageError` when it means none. */
export async function traceCommand(
	target: string | undefined,
	flags: TraceFlags,
	io: Io,
): Promise<ExitCode> {
	const root = rootFolder(io.cwd, flags.root);
	const tree = workTree(root);
	const { graph } = await withProgress(io, "reading", async () => {
		const { settings } = await settingsFor(tree, {});
		return lintTree(tree, settings);
	});
	const linesOf = linesOfTree(tree);
	const chosen = [target, target && fromRoot(root, io.cwd, target)]
		.map((t) => selectConnections(graph, t, linesOf))
		.find((found) => found.length > 0);
	if (graph.connections.length === 0) {
		io.out(`no WebSocket use found, read ${tree.paths.length} files\n`);
		return EXIT.clean;
	}
	if (!chosen)
		throw new UsageError(
			`no connection matches \`${target}\`; there are:\n${graph.connections.map(sayConnection).join("\n")}`,
		);
	io.out(
		trace(
			graph,
			chosen.map((c) => inScenario(c, flags.scenario)),
			{
				linesOf,
				colors: io.colors,
				...(io.columns === undefined ? {} : { width: io.columns }),
			},
		),
	);
	return EXIT.clean;
}

/** A path typed in the working directory, as the tree names it; other targets come out odd and match nothing. */
function fromRoot(root: string, cwd: string, target: string): string {
	return relative(root, resolve(cwd, target)).split(sep).join("/");
}

function inScenario(
	connection: Connection,
	scenario: Scenario | undefined,
): Connection {
	if (!scenario) return connection;
	return {
		...connection,
		attempts: connection.attempts.filter((a) => a.scenario === scenario),
	};
}

function sayConnection(connection: Connection): string {
	const urls = new Set(connection.attempts.map(sayUrl));
	return maskText(`${connection.at.file}  ${[...urls].join(" · ")}`);
}
