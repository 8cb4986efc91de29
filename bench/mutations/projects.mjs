import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { runnerImport } from "vite";

const ROOT = join(import.meta.dirname, "..", "..");

/**
 * Every wiring that works: the `Good` and `Look-alike` examples of the rules'
 * pages, then `fixtures/apps`. A project is `{ name, at, files }`: what it is
 * called, where it stands (`file:line`), and path → text.
 */
export async function workingProjects() {
	return [...(await examples()), ...apps()].map((project) => ({
		...project,
		files: new Map(
			[...project.files].map(([path, text]) => [path, withRealNames(text)]),
		),
	}));
}

/** The names of RFC 2606 stand for no server, and nothing is said of them: a name that may exist takes their place. */
function withRealNames(text) {
	return text.replace(/\bexample\.(?:com|org|net)\b/g, "acme-metrics.io");
}

async function examples() {
	// The reader of the pages is a test's own and in TypeScript.
	const { module } = await runnerImport(join(ROOT, "test/rules/page.ts"));
	return filesBelow(join(ROOT, "rules"))
		.filter((file) => file.endsWith(".md"))
		.flatMap((file) =>
			module
				.parsePage(readFileSync(file, "utf8"))
				.examples.filter(({ kind }) => kind === "Good" || kind === "Look-alike")
				.map(({ kind, title, line, files }) => ({
					name: `${idOf(file)} ${kind}: ${title}`,
					at: `${relative(ROOT, file)}:${line}`,
					files,
				})),
		);
}

function idOf(page) {
	return relative(join(ROOT, "rules"), page).slice(0, -3);
}

function apps() {
	const home = join(ROOT, "fixtures", "apps");
	return readdirSync(home)
		.sort()
		.map((name) => ({
			name,
			at: `fixtures/apps/${name}`,
			files: new Map(
				filesBelow(join(home, name)).map((file) => [
					relative(join(home, name), file),
					readFileSync(file, "utf8"),
				]),
			),
		}));
}

function filesBelow(folder) {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}
