import type { Sources } from "../../sources.js";
import { folderOf, within } from "../paths.js";
import type { NodeCall } from "./calls.js";

/** Files followed from one gateway at most. */
const MOST_FILES = 200;

/**
 * Whether the module tree that a Nest application starts from may hold a
 * gateway. Nest makes only what a module lists, and whatever lists a class
 * names it: a chain of files, each naming something of the one before, leads
 * from the gateway to the file that creates the application. Names are
 * followed rather than imports, whose aliases may be unknown.
 */
export function isProvided(
	sources: Sources,
	gateway: NodeCall,
	starts: ReadonlySet<string>,
): boolean {
	const own = gateway.site.file;
	const roles = new Map(sources.files.map((f) => [f.path, f.role]));
	const { root } = gateway.project;
	const seen = new Set([own]);
	for (const file of seen) {
		if (starts.has(file) || seen.size > MOST_FILES) return true;
		for (const name of exportedNames(sources, file))
			for (const { file: other } of sources.placesOf(name))
				if (within(folderOf(other), root) && isOfTheApp(other, roles))
					seen.add(other);
	}
	return false;
}

function exportedNames(sources: Sources, file: string): readonly string[] {
	return sources.program
		.code(file)
		.flatMap((code) =>
			Object.keys(code.exports).flatMap((name) =>
				name === "default"
					? code.classes.map((c) => c.name).filter((n) => n !== "")
					: [name],
			),
		);
}

function isOfTheApp(file: string, roles: ReadonlyMap<string, string>): boolean {
	return (roles.get(file) ?? "app") === "app" && !/\.spec\.[jt]s$/.test(file);
}
