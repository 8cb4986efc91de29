import { folderOf, foldersAbove, nameOf } from "./paths.js";

/** A file or folder that is never looked at, recorded once at its top. */
export interface Skip {
	readonly path: string;
	readonly reason: SkipReason;
}

export type SkipReason =
	| "installed dependency"
	| "virtual environment"
	| "tool folder"
	| "build output"
	| "vendored code"
	| "minified file"
	| "symbolic link"
	| "nested too deeply"
	| "excluded by the configuration"
	| "compiled from the TypeScript beside it";

const DEPENDENCIES =
	/^(node_modules|bower_components|jspm_packages|Pods|site-packages|dist-packages|\.yarn|\.pnpm-store|\.eggs)$/;
const TOOL_FOLDERS =
	/^(\.git|\.hg|\.svn|\.tox|\.nox|__pycache__|\.(mypy|pytest|ruff|parcel)?_?-?cache|\.turbo|\.idea|\.gradle|\.terraform|\.expo)$/;
const OUTPUT =
	/^(\.next|\.nuxt|\.svelte-kit|\.output|\.vercel|\.netlify|\.angular|\.serverless|\.docusaurus|storybook-static)$/;
const OUTPUT_BESIDE_A_MANIFEST = /^(dist|coverage|htmlcov)$/;
const OUTPUT_WHEN_BUNDLED = /^(dist|build|out|target|www)$/;
const ENVIRONMENT = /^(\.?venv|\.?virtualenv|env)$/;
const VENDORED = /^(vendors?|third[_-]?party|3rd[_-]?party)$/;
const ASSETS = /^(static|public|assets|lib|libs|js|javascripts|scripts)$/;
const MANIFEST =
	/^(package\.json|pyproject\.toml|setup\.(py|cfg)|requirements.*\.txt|Pipfile|composer\.json|go\.mod|Gemfile|Cargo\.toml|pom\.xml)$/;

const MINIFIED_NAME = /[.-]min\.(m?js|css)$/;
/** `index-Bx7y3KzP.js`, `main.4f2a91c0.chunk.js`: a name with a content hash in it. */
const BUNDLE_NAME =
	/[.-](?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{8,}(\.chunk|\.bundle)?\.(m?js|css)$/;

/** Why a folder of this name is skipped whatever lies around it; undefined when it is not. */
export function whyAlways(folderName: string): SkipReason | undefined {
	if (DEPENDENCIES.test(folderName)) return "installed dependency";
	if (TOOL_FOLDERS.test(folderName)) return "tool folder";
	return OUTPUT.test(folderName) ? "build output" : undefined;
}

/**
 * Leaves out what no one edits: dependencies, environments, build output,
 * vendored and minified code. Only relative paths are judged, so the root may
 * itself lie below `node_modules`. The same list of paths gives the same
 * answer whichever tree it came from.
 */
export function leaveOut(paths: readonly string[]): {
	kept: string[];
	skipped: Skip[];
} {
	const signs = signsIn(paths);
	const verdicts = new Map<string, SkipReason | undefined>([["", undefined]]);
	const skipped: Skip[] = [];
	function judge(folder: string): SkipReason | undefined {
		if (verdicts.has(folder)) return verdicts.get(folder);
		const above = judge(folderOf(folder));
		const verdict = above ?? reasonToSkip(folder, signs);
		if (verdict && !above) skipped.push({ path: folder, reason: verdict });
		verdicts.set(folder, verdict);
		return verdict;
	}
	const kept: string[] = [];
	for (const path of paths) {
		if (judge(folderOf(path))) continue;
		if (MINIFIED_NAME.test(path))
			skipped.push({ path, reason: "minified file" });
		else kept.push(path);
	}
	return { kept, skipped };
}

/** What the list of paths says about its folders. */
interface Signs {
	/** Folders that directly hold a manifest; the root counts as one. */
	readonly manifests: ReadonlySet<string>;
	readonly environments: ReadonlySet<string>;
	/** Folders with a bundle somewhere below. */
	readonly bundles: ReadonlySet<string>;
}

function signsIn(paths: readonly string[]): Signs {
	const manifests = new Set<string>([""]);
	const environments = new Set<string>();
	const bundles = new Set<string>();
	for (const path of paths) {
		const name = nameOf(path);
		if (MANIFEST.test(name)) manifests.add(folderOf(path));
		if (name === "pyvenv.cfg") environments.add(folderOf(path));
		else if (/(^|\/)(bin|Scripts)\/activate$/.test(path))
			addNamed(ENVIRONMENT, folderOf(folderOf(path)), environments);
		else if (path.includes("/site-packages/"))
			for (const folder of foldersAbove(path))
				addNamed(ENVIRONMENT, folder, environments);
		if (MINIFIED_NAME.test(name) || BUNDLE_NAME.test(name))
			for (const folder of foldersAbove(path)) bundles.add(folder);
	}
	return { manifests, environments, bundles };
}

function addNamed(name: RegExp, folder: string, to: Set<string>): void {
	if (name.test(nameOf(folder))) to.add(folder);
}

function reasonToSkip(folder: string, signs: Signs): SkipReason | undefined {
	const name = nameOf(folder);
	const parent = folderOf(folder);
	const always = whyAlways(name);
	if (always) return always;
	if (signs.environments.has(folder)) return "virtual environment";
	if (OUTPUT_BESIDE_A_MANIFEST.test(name) && signs.manifests.has(parent))
		return "build output";
	if (OUTPUT_WHEN_BUNDLED.test(name) && signs.bundles.has(folder))
		return "build output";
	if (VENDORED.test(name) && looksVendored(folder, parent, signs))
		return "vendored code";
	return undefined;
}

/** A `vendor` folder may also be the sellers' part of a shop: that one has its own manifest or stands among sources. */
function looksVendored(folder: string, parent: string, signs: Signs): boolean {
	if (signs.manifests.has(folder)) return false;
	return signs.manifests.has(parent) || ASSETS.test(nameOf(parent));
}
