import { folderOf } from "../../tree/paths.js";
import { layoutOf } from "../app/layout.js";
import type { App } from "../graph.js";
import type { Sources } from "../sources.js";
import { dependentApps } from "./owner.js";
import type { Surroundings } from "./surroundings.js";

const BUNDLERS =
	/^(esbuild|rollup|parcel|parcel-bundler|webpack|browserify|snowpack|vite|tsup|microbundle|gulp|laravel-mix|bun)$/;

/**
 * Whether a module that no app owns runs in Node: it belongs to a server's
 * package, which has no bundler, and asks for packages by name, as nothing can
 * that a page loads unbundled.
 */
export function isProgram(
	file: string,
	owner: App | undefined,
	around: Surroundings,
	sources: Sources,
): boolean {
	if (owner || !/\.[mc]?[jt]s$/.test(file)) return false;
	const own = layoutOf(sources).packageOf(folderOf(file));
	return (
		own !== undefined &&
		around.servers.some(({ root }) => root === own.folder) &&
		!Object.keys(own.manifest.dependencies).some((d) => BUNDLERS.test(d)) &&
		dependentApps(file, around.apps, sources).length === 0 &&
		sources.program
			.code(file)
			.some(({ imports }) =>
				imports.some(({ from, typeOnly }) => !typeOnly && isName(from)),
			)
	);
}

/** The name of a package: no path, address or alias. */
function isName(specifier: string): boolean {
	return /^(?!https?:)(?!@\/)[a-z@]/i.test(specifier);
}
