import type { FileKind } from "../discover/kinds.js";
import {
	commandFormatOf,
	markupDialectOf,
	requirementsFormatOf,
} from "../discover/kinds.js";
import type { Fact } from "../facts/index.js";

/** One file's text to its fact. Pure; never throws for bad input. */
export type Extractor = (text: string, path: string) => Fact;

/**
 * Loads the extractors of the given kinds and no others: a run without Python
 * never loads the Python grammar.
 */
export async function loadExtractors(
	kinds: ReadonlySet<FileKind>,
): Promise<ReadonlyMap<FileKind, Extractor>> {
	const loaded = new Map<FileKind, Extractor>();
	await Promise.all(
		[...kinds].map(async (kind) => {
			const extractor = await LOADERS[kind]?.();
			if (extractor) loaded.set(kind, extractor);
		}),
	);
	return loaded;
}

const LOADERS: Partial<Record<FileKind, () => Promise<Extractor>>> = {
	"code-js": async () =>
		(await import("./javascript/index.js")).extractJavaScript,
	"code-json": async () => (await import("./json/index.js")).extractJson,
	markup: async () => {
		const { extractMarkup } = await import("./markup/index.js");
		return (text, path) => extractMarkup(text, markupDialectOf(path));
	},
	"code-python": async () => (await import("./python/index.js")).loadPython(),
	"code-java": async () => (await import("./java/index.js")).loadJava(),
	"code-ruby": async () => (await import("./ruby/index.js")).loadRuby(),
	"code-elixir": async () => (await import("./elixir/index.js")).extractElixir,
	"spring-settings": async () =>
		(await import("./java/settings.js")).extractSpringSettings,
	"code-go": async () => (await import("./go/index.js")).loadGo(),
	env: async () => (await import("./dotenv/index.js")).extractEnvFile,
	package: async () =>
		(await import("./manifests/package-json.js")).extractPackageManifest,
	workspace: async () =>
		(await import("./manifests/pnpm-workspace.js")).extractPnpmWorkspace,
	"python-requirements": async () => {
		const { extractRequirements } = await import("./manifests/requirements.js");
		return (text, path) =>
			extractRequirements(text, requirementsFormatOf(path));
	},
	compose: async () => (await import("./compose/index.js")).extractCompose,
	dockerfile: async () =>
		(await import("./dockerfile/index.js")).extractDockerfile,
	nginx: async () => (await import("./nginx/index.js")).extractNginx,
	commands: async () => {
		const { extractCommands } = await import("./commands/index.js");
		return (text, path) => extractCommands(text, commandFormatOf(path));
	},
	workflow: async () =>
		(await import("./commands/workflow.js")).extractWorkflow,
	tsconfig: async () =>
		(await import("./manifests/tsconfig.js")).extractTsConfig,
	wrangler: async () =>
		(await import("./manifests/wrangler.js")).extractWrangler,
	platform: async () => (await import("./platform/index.js")).extractPlatform,
	lockfile: async () => (await import("./lockfile/index.js")).extractLockFile,
};
