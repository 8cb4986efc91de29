import type { App } from "../graph.js";
import type { Sources } from "../sources.js";

/**
 * Whether a file below an app is a page of its own, or a classic script of
 * one, that the app's build and dev server know nothing of.
 */
export function isPageOfItsOwn(
	file: string,
	app: App,
	sources: Sources,
): boolean {
	if (app.framework === "html" || app.framework === "none") return false;
	const below = app.root === "" ? file : file.slice(app.root.length + 1);
	if (/\.html?$/.test(file))
		return !/^(index|src\/index|public\/index)\.html?$/.test(below);
	if (!/\.[mc]?js$/.test(file)) return false;
	return sources.program
		.code(file)
		.every(
			(code) =>
				code.imports.length === 0 &&
				Object.keys(code.exports).length === 0 &&
				!code.commonjs,
		);
}
