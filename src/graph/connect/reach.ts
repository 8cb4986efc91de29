import type { App } from "../graph.js";
import type { Sources } from "../sources.js";

/** Files that are started or routed to by convention rather than imported. */
const ENTRY =
	/(^|\/)((main|index|app|_app|_layout|layout|page|entry|entry[-.](client|server)|server|worker|sw|service-worker|background|content|popup|preload|renderer|root|bootstrap|hooks\.(client|server))\.[a-z]+|\+(page|layout|server|error)[^/]*|[^/]+\.(worker|config|html|d\.ts))$|(^|\/)(pages|routes|app|public|static|layouts|middleware|plugins|server|api)\//i;

/** Frameworks that import modules without a statement, and those of them that are used by the names they export alone. */
const AUTO_IMPORTED = new Map([
	["nuxt", /(^|\/)(composables|utils)\/[^/]+\.[jt]s$/],
	["angular", /\.service\.ts$/],
]);

/** The index of a component's folder: it is imported under the folder's name, or not at all. */
const PART = /(^|\/)components\/(.+\/)?index\.[jt]sx?$/;

/** Importers followed upwards at most. */
const MOST_FILES = 60;

/**
 * Whether an entry point reaches a file: false only when no chain of imports
 * leads to something that is started or routed to; undefined when the
 * framework imports files on its own.
 */
export function isReached(
	file: string,
	app: App | undefined,
	sources: Sources,
): boolean | undefined {
	const known = answers.get(sources) ?? new Map<string, boolean | undefined>();
	answers.set(sources, known);
	if (!known.has(file)) known.set(file, search(file, app, sources));
	return known.get(file);
}

const answers = new WeakMap<Sources, Map<string, boolean | undefined>>();

function search(
	file: string,
	app: App | undefined,
	sources: Sources,
): boolean | undefined {
	const byName = app && AUTO_IMPORTED.get(app.framework);
	if (byName)
		return byName.test(file) && isUnnamed(file, sources) ? false : undefined;
	const seen = new Set([file]);
	const queue = [file];
	for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
		if (ENTRY.test(next) && !PART.test(next)) return true;
		if (isScriptOfPage(next, sources)) return true;
		if (seen.size > MOST_FILES) return undefined;
		for (const importer of sources.importersOf(next))
			if (!seen.has(importer)) {
				seen.add(importer);
				queue.push(importer);
			}
	}
	return exportsSomething(file, sources) ? false : undefined;
}

/** A module whose exports are used by name, and none of their names stands anywhere else. */
function isUnnamed(file: string, sources: Sources): boolean {
	const names = sources.program
		.code(file)
		.flatMap((code) => Object.keys(code.exports));
	return (
		names.length > 0 &&
		!names.includes("default") &&
		names.every((name) =>
			sources.placesOf(name).every((place) => place.file === file),
		)
	);
}

/** A file that exports nothing is no module: somebody runs it by name. */
function exportsSomething(file: string, sources: Sources): boolean {
	return sources.program
		.code(file)
		.some((code) => Object.keys(code.exports).length > 0 || code.commonjs);
}

function isScriptOfPage(file: string, sources: Sources): boolean {
	for (const fact of sources.facts.values())
		if (
			fact.kind === "package" &&
			Object.values(fact.entries).some(
				(e) => e && file.endsWith(e.replace(/^\.\//, "")),
			)
		)
			return true;
	return false;
}
