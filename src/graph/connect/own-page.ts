import type { Expr } from "../../value/expr.js";
import { isConfigFile } from "../app/index.js";
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
		return (
			!/^(index|src\/index|public\/index)\.html?$/.test(below) &&
			!isNamedByConfig(file, sources)
		);
	// Classic scripts are served as they are, from beside the sources.
	if (!/\.[mc]?js$/.test(file) || below.startsWith("src/")) return false;
	return sources.program
		.code(file)
		.every(
			(code) =>
				code.imports.length === 0 &&
				Object.keys(code.exports).length === 0 &&
				!code.commonjs &&
				!code.keyReads.some(({ expr }) => isImportMeta(expr)),
		);
}

/** Such a page, where no build takes it along: not below a folder that is copied as it is. */
export function isLeftBehind(
	file: string,
	app: App,
	sources: Sources,
): boolean {
	return !COPIED.test(file) && isPageOfItsOwn(file, app, sources);
}

const COPIED = /(^|\/)(public|static|assets|www)\//;

/** One of several pages that the build is told to make. */
function isNamedByConfig(file: string, sources: Sources): boolean {
	return sources
		.placesOf(file.slice(file.lastIndexOf("/") + 1))
		.some((at) => isConfigFile(at.file));
}

/** `import.meta.…`, which only modules have. */
function isImportMeta(expr: Expr): boolean {
	if (expr.k === "member" || expr.k === "index") return isImportMeta(expr.of);
	return expr.k === "global" && expr.name === "import.meta";
}
