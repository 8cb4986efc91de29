import { posix } from "node:path";
import type {
	ServerLanguage,
	ServerSource,
} from "../../../facts/server-source.js";
import type { Sources } from "../../sources.js";
import { ancestors, folderOf, within } from "../paths.js";
import { isJudged, isShown } from "../roles.js";

/** One read file of a program. */
export interface ProgramFile {
	readonly file: string;
	readonly fact: ServerSource;
}

/** What is built and started together. */
export interface Program {
	/** Folder of its entry, else of its manifest. */
	readonly root: string;
	/** Folder of the manifest. */
	readonly module: string;
	readonly files: readonly ProgramFile[];
	/** Why what it answers is not all known, whatever its files say. */
	readonly gap?: string;
}

/** Named as `unreadServers` names them. */
export type Stack = "Go" | "Java or Kotlin" | "Ruby" | "Elixir";

interface Language {
	readonly stack: Stack;
	readonly facts: readonly ServerLanguage[];
	readonly manifest: RegExp;
	/** Why its programs may answer more than their files say, unless they list what they use. */
	readonly gap?: { readonly unless: RegExp; readonly reason: string };
	/** Files of the module in a language that is not read beside it. */
	readonly unread?: RegExp;
}

/** Languages of which only literals are read. */
export const LANGUAGES: readonly Language[] = [
	{ stack: "Go", facts: ["go"], manifest: /^go\.mod$/ },
	{
		stack: "Java or Kotlin",
		facts: ["java", "properties"],
		manifest: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
		unread: /\.(?:kt|scala|groovy)$/,
	},
	{
		stack: "Ruby",
		facts: ["ruby"],
		manifest: /^Gemfile$/,
		gap: {
			unless: /(?:^|\/)Gemfile$/,
			reason: "gems may answer sockets of their own",
		},
	},
	{ stack: "Elixir", facts: ["elixir"], manifest: /^mix\.exs$/ },
];

/** The programs of one language, by their manifests and entries. */
export function programsOf(
	sources: Sources,
	language: Language,
): readonly Program[] {
	const files = [...sources.facts].flatMap(([file, fact]) =>
		fact.kind === "server-source" &&
		language.facts.includes(fact.language) &&
		isJudged(sources, file) &&
		!isShown(sources, file)
			? [{ file, fact }]
			: [],
	);
	const modules = new Set(
		sources.files
			.filter((f) => language.manifest.test(posix.basename(f.path)))
			.map((f) => folderOf(f.path)),
	);
	const byModule = new Map<string, ProgramFile[]>();
	for (const file of files) {
		const module = ancestors(folderOf(file.file)).find((f) => modules.has(f));
		if (module === undefined) continue;
		const known = byModule.get(module);
		if (known) known.push(file);
		else byModule.set(module, [file]);
	}
	return [...byModule].flatMap(([module, own]) => {
		const foreign = sources.files.find(
			(f) => language.unread?.test(f.path) && within(f.path, module),
		);
		const programs =
			language.stack === "Go"
				? goPrograms(module, own)
				: [{ root: module, module, files: own }];
		const gap = foreign
			? `${foreign.path} is not read`
			: own.some((f) => language.gap?.unless.test(f.file))
				? undefined
				: language.gap?.reason;
		return gap === undefined ? programs : programs.map((p) => ({ gap, ...p }));
	});
}

/**
 * A module may build several programs: each folder with a `package main`. What
 * stands beside them belongs to the only one that serves; where several do,
 * which of them uses it is not known, and they count as one.
 */
function goPrograms(
	module: string,
	files: readonly ProgramFile[],
): readonly Program[] {
	const roots = new Set(
		files.filter((f) => f.fact.entry).map((f) => folderOf(f.file)),
	);
	const byRoot = new Map<string | undefined, ProgramFile[]>();
	for (const file of files) {
		const root = ancestors(folderOf(file.file)).find(
			(f) => roots.has(f) && within(f, module),
		);
		const known = byRoot.get(root);
		if (known) known.push(file);
		else byRoot.set(root, [file]);
	}
	const shared = byRoot.get(undefined) ?? [];
	const own = [...byRoot].flatMap(([root, of]) =>
		root === undefined ? [] : [{ root, module, files: of }],
	);
	const serving = own.filter((p) => p.files.some(serves));
	const withShared = (program: Program): Program => ({
		...program,
		files: [...program.files, ...shared],
	});
	if (!shared.some(serves)) return serving.map(withShared);
	const [only] = serving.length > 0 ? serving : own;
	const gap = shared.some(answers)
		? { gap: "several programs share its routes" }
		: {};
	if (own.length === 1 && only) return [withShared(only)];
	if (serving.length === 1 && only) return [{ ...withShared(only), ...gap }];
	return [{ root: module, module, files, ...(own.length > 0 && gap) }];
}

function serves(file: ProgramFile): boolean {
	return file.fact.listens.length > 0 || answers(file);
}

function answers({ fact }: ProgramFile): boolean {
	return (
		fact.gaps.length > 0 ||
		fact.routes.length > 0 ||
		fact.functions.some((f) => f.upgrades)
	);
}
