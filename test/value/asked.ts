import { discover, workspacePackages } from "../../src/discover/index.js";
import { openLibrary } from "../../src/extract/library.js";
import { linkSources } from "../../src/graph/link/sources.js";
import { toText } from "../../src/value/evaluate/conversion.js";
import type { Alternative } from "../../src/value/value.js";
import type { EnvAnswer, World } from "../../src/value/world.js";
import { memoryTree } from "../rules/memory-tree.js";

export const DEV: World = {
	scenario: "dev",
	runtime: "browser",
	mode: "development",
	command: "serve",
	dev: true,
	page: { protocol: "http:", hostname: "localhost", port: "5173" },
	env: (_accessor, key): EnvAnswer => ({
		state: "unsupplied",
		why: `nothing sets ${key}`,
	}),
};

export const PRODUCTION: World = {
	...DEV,
	scenario: "production",
	mode: "production",
	command: "build",
	dev: false,
	page: { protocol: undefined, hostname: undefined, port: undefined },
};

export const PYTHON: World = {
	scenario: "dev",
	runtime: "python",
	mode: "development",
	command: "serve",
	dev: undefined,
	env: DEV.env,
};

/**
 * The values that the argument of `ask(…)` may have, each with the conditions
 * it rests on: `ws://a if env X set`. Callers are not conditions.
 */
export async function asked(
	files: Readonly<Record<string, string>>,
	world: World = DEV,
): Promise<readonly string[]> {
	return (await alternatives(files, world)).map(({ value, when }) => {
		const conditions = [...when.values()]
			.filter((c) => c.kind !== "caller")
			.map((c) =>
				c.is === "true"
					? c.atom
					: c.is === "false"
						? `not ${c.atom}`
						: `${c.atom} ${c.is}`,
			);
		return conditions.length > 0
			? `${value} if ${conditions.join(", ")}`
			: value;
	});
}

/** As `asked`, with the way each value came. */
export async function alternatives(
	files: Readonly<Record<string, string>>,
	world: World = DEV,
): Promise<readonly Alternative<string>[]> {
	const tree = memoryTree(Object.entries(files));
	const manifest = discover(tree);
	const library = await openLibrary(tree, manifest);
	for (const { path } of manifest.files) library.fact(path);
	const sources = linkSources({
		library,
		files: manifest.files.map((f) => ({ ...f, role: "app", tracked: true })),
		settings: {},
		workspacePackages: workspacePackages([]),
	});
	const evaluator = sources.evaluatorFor(world);
	const [site] = sources.callsNamed("ask");
	const [argument] = site?.fact.call.args ?? [];
	if (!site || !argument) throw new Error("the project calls no ask(…)");
	return evaluator
		.evaluate(argument, { file: site.file, block: site.block })
		.map((a) => ({ ...a, value: shown(a.value) }));

	function shown(value: Parameters<typeof toText>[1]): string {
		return toText(evaluator, value).toString();
	}
}
