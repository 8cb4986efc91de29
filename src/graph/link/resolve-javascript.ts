import type { Library } from "../../facts/library.js";
import { folderOf, foldersUp, joinPath } from "../../tree/paths.js";
import type { Resolution } from "../../value/evaluator.js";

const EXTENSIONS = [
	"",
	".ts",
	".tsx",
	".js",
	".jsx",
	".mjs",
	".mts",
	".cjs",
	".cts",
	".vue",
	".svelte",
	".d.ts",
	"/index.ts",
	"/index.tsx",
	"/index.js",
	"/index.jsx",
	"/index.mjs",
];

/**
 * Resolves JavaScript specifiers over the path list: relative paths, tsconfig
 * `paths` and `baseUrl`, workspace packages, and the source-root aliases that
 * frameworks define themselves (`@/`, `~/`, `$lib/`) where the file exists.
 */
export function javascriptResolver(
	library: Library,
	packages: ReadonlyMap<string, string>,
): (from: string, specifier: string) => Resolution {
	const aliases = new Map<string, readonly Alias[]>();

	function file(base: string | undefined): string | undefined {
		if (base === undefined) return undefined;
		const found = EXTENSIONS.find(
			(e) => library.has(base + e) && base + e !== "",
		);
		if (found !== undefined) return base + found;
		// TypeScript sources are imported under the name of their output.
		const source = /^(.*)\.([mc]?)js(x?)$/.exec(base);
		if (!source) return undefined;
		const [, stem, kind, x] = source;
		return [`${stem}.${kind}ts${x}`, `${stem}.tsx`].find((p) => library.has(p));
	}

	function aliasesOf(folder: string): readonly Alias[] {
		const known = aliases.get(folder);
		if (known) return known;
		const found: Alias[] = [];
		for (const name of TSCONFIGS) {
			const path = folder === "" ? name : `${folder}/${name}`;
			if (library.has(path))
				found.push(...readAliases(library, path, new Set()));
		}
		aliases.set(folder, found);
		return found;
	}

	/** The browser and Vite look below the folder that is served as the site's root, which is around the importing file. */
	function fromSiteRoot(from: string, path: string): string | undefined {
		for (const folder of foldersUp(folderOf(from))) {
			const found = file(joinPath(folder, path));
			if (found) return found;
		}
		return undefined;
	}

	function viaAliases(from: string, specifier: string): string | undefined {
		for (const folder of foldersUp(folderOf(from))) {
			for (const alias of aliasesOf(folder))
				for (const target of alias.expand(specifier)) {
					const found = file(target);
					if (found) return found;
				}
		}
		return undefined;
	}

	function viaConvention(from: string, specifier: string): string | undefined {
		const alias = /^(@|~|~~|\$lib|src|app)\/(.+)$/.exec(specifier);
		if (!alias) return undefined;
		const [, sign = "", rest = ""] = alias;
		for (const folder of foldersUp(folderOf(from))) {
			if (
				!library.has(folder === "" ? "package.json" : `${folder}/package.json`)
			)
				continue;
			for (const root of ALIAS_ROOTS[sign] ?? []) {
				const found = file(joinPath(folder, `${root}/${rest}`));
				if (found) return found;
			}
		}
		return undefined;
	}

	function viaPackage(specifier: string): Resolution | undefined {
		const name = /^(@[^/]+\/[^/]+|[^/]+)(?:\/(.+))?$/.exec(specifier);
		const folder = name?.[1] === undefined ? undefined : packages.get(name[1]);
		if (folder === undefined) return undefined;
		const found = name?.[2]
			? (file(joinPath(folder, exportOf(library, folder, name[2]))) ??
				file(joinPath(folder, name[2])) ??
				file(joinPath(folder, `src/${name[2]}`)))
			: entryOf(library, folder, file);
		return found
			? { kind: "file", file: found }
			: {
					kind: "unknown",
					reason: `the entry of the workspace package ${name?.[1]} was not found`,
				};
	}

	const bare = new Map<string, Resolution>();
	const configurations = new Map<string, string>();

	return (from, specifier) => {
		// A `#` at the start is part of the name (`#/utils`, `#imports`).
		const clean = specifier.replace(/(?!^)[?#].*$/, "");
		if (clean.startsWith(".")) {
			const found = file(joinPath(folderOf(from), clean));
			return found
				? { kind: "file", file: found }
				: { kind: "unknown", reason: `${specifier} was not found` };
		}
		if (clean.startsWith("/")) {
			const found = fromSiteRoot(from, clean.slice(1));
			if (found) return { kind: "file", file: found };
		}
		// Below one configuration a bare specifier means the same everywhere.
		const key = `${configurationOf(folderOf(from))}\n${clean}`;
		const known = bare.get(key);
		if (known) return known;
		const resolution = resolveBare(from, clean);
		bare.set(key, resolution);
		return resolution;
	};

	function resolveBare(from: string, specifier: string): Resolution {
		const found = viaAliases(from, specifier);
		if (found) return { kind: "file", file: found };
		const member = viaPackage(specifier);
		if (member) return member;
		const conventional = viaConvention(from, specifier);
		if (conventional) return { kind: "file", file: conventional };
		return /^(@\/|~|\$(?!env\/|app\/))/.test(specifier)
			? { kind: "unknown", reason: `the alias ${specifier} is not known` }
			: { kind: "external", name: specifier.replace(/^node:/, "") };
	}

	/** The nearest folder with a manifest or compiler configuration. */
	function configurationOf(folder: string): string {
		const known = configurations.get(folder);
		if (known !== undefined) return known;
		const own = ["package.json", ...TSCONFIGS].some((name) =>
			library.has(folder === "" ? name : `${folder}/${name}`),
		);
		const found =
			own || folder === "" ? folder : configurationOf(folderOf(folder));
		configurations.set(folder, found);
		return found;
	}
}

const TSCONFIGS = [
	"tsconfig.json",
	"tsconfig.app.json",
	"tsconfig.base.json",
	"tsconfig.web.json",
	"tsconfig.paths.json",
	"jsconfig.json",
];

const ALIAS_ROOTS: Readonly<Record<string, readonly string[]>> = {
	"@": ["src", "", "app"],
	"~": ["app", "src", ""],
	"~~": [""],
	$lib: ["src/lib"],
	src: ["src"],
	app: ["app"],
};

interface Alias {
	expand(specifier: string): readonly (string | undefined)[];
}

/** Aliases of one tsconfig and of what it extends inside the repository. */
function readAliases(
	library: Library,
	path: string,
	visited: Set<string>,
): readonly Alias[] {
	if (visited.has(path)) return [];
	visited.add(path);
	const fact = library.fact(path);
	if (fact?.kind !== "tsconfig") return [];
	const folder = folderOf(path);
	const base = joinPath(folder, fact.baseUrl ?? ".");
	const own: Alias[] = [];
	for (const [pattern, targets] of Object.entries(fact.paths)) {
		const star = pattern.indexOf("*");
		const prefix = star < 0 ? pattern : pattern.slice(0, star);
		const suffix = star < 0 ? "" : pattern.slice(star + 1);
		own.push({
			expand(specifier) {
				const fits =
					star < 0
						? specifier === pattern
						: specifier.startsWith(prefix) && specifier.endsWith(suffix);
				if (!fits || base === undefined) return [];
				const rest = specifier.slice(
					prefix.length,
					specifier.length - suffix.length,
				);
				return targets.map((target) =>
					joinPath(base, target.replace("*", rest)),
				);
			},
		});
	}
	if (fact.baseUrl !== undefined)
		own.push({
			expand: (specifier) =>
				base === undefined ? [] : [joinPath(base, specifier)],
		});
	const inherited = fact.extends
		.filter((e) => e.startsWith("."))
		.flatMap((e) => {
			const target = joinPath(folder, e);
			const file = [target, `${target}.json`].find((p) => p && library.has(p));
			return file ? readAliases(library, file, visited) : [];
		});
	return [...own, ...inherited];
}

/** Where the `exports` of a package lead a subpath, by name or by a pattern with one star; the subpath itself where they do not say. */
function exportOf(library: Library, folder: string, subpath: string): string {
	const fact = library.fact(
		folder === "" ? "package.json" : `${folder}/package.json`,
	);
	const entries = fact?.kind === "package" ? fact.entries : {};
	const asked = `./${subpath}`;
	const direct = entries[asked];
	if (direct !== undefined) return direct;
	for (const [pattern, target] of Object.entries(entries)) {
		const [start, end, ...more] = pattern.split("*");
		if (start === undefined || end === undefined || more.length > 0) continue;
		if (asked.startsWith(start) && asked.endsWith(end))
			return target.replace(
				"*",
				asked.slice(start.length, asked.length - end.length),
			);
	}
	return subpath;
}

/** Source entry of a workspace package: its `exports`, `main` …, else the usual index files. */
function entryOf(
	library: Library,
	folder: string,
	file: (base: string | undefined) => string | undefined,
): string | undefined {
	const fact = library.fact(
		folder === "" ? "package.json" : `${folder}/package.json`,
	);
	const declared = fact?.kind === "package" ? Object.values(fact.entries) : [];
	for (const entry of [
		"src/index",
		"index",
		...declared,
		"src/main",
		"lib/index",
	]) {
		const found = file(joinPath(folder, entry));
		if (found && /\.([mc]?[jt]sx?|vue|svelte)$/.test(found)) return found;
	}
	return undefined;
}
