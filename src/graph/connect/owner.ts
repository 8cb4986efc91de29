import type { EnvAnswer, Scenario, World } from "../../value/world.js";
import type { App, Server } from "../graph.js";
import type { Sources } from "../sources.js";

/** Apps whose package depends on the package a file belongs to. */
export function dependentApps(
	file: string,
	apps: readonly App[],
	sources: Sources,
): readonly App[] {
	const name = packageNameOf(file, sources);
	if (name === undefined) return [];
	return apps.filter((app) => {
		const fact = sources.facts.get(
			app.root === "" ? "package.json" : `${app.root}/package.json`,
		);
		return fact?.kind === "package" && name in fact.dependencies;
	});
}

function packageNameOf(file: string, sources: Sources): string | undefined {
	for (
		let at = file.lastIndexOf("/");
		at > 0;
		at = file.lastIndexOf("/", at - 1)
	) {
		const fact = sources.facts.get(`${file.slice(0, at)}/package.json`);
		if (fact?.kind === "package") return fact.name;
	}
	return undefined;
}

/** The server whose folder a file lies in, the deepest one. */
export function serverOf(
	file: string,
	servers: readonly Server[],
): Server | undefined {
	return servers
		.filter((s) => s.root === "" || file.startsWith(`${s.root}/`))
		.sort((a, b) => b.root.length - a.root.length)[0];
}

/** A server-side client's surroundings: no page, env of the server it lives in. */
export function nodeWorlds(server: Server | undefined): readonly World[] {
	const scenarios: readonly Scenario[] = ["dev", "container"];
	return scenarios.map((scenario) => ({
		scenario,
		runtime: "node",
		mode: scenario === "dev" ? "development" : "production",
		command: "serve",
		dev: undefined,
		env: (accessor, key, file): EnvAnswer =>
			server?.world.env(accessor, key, file) ?? {
				state: "unsupplied",
				why: `nothing in this repository sets ${key}`,
			},
	}));
}
