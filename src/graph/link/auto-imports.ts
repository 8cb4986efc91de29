import type { Library } from "../../facts/library.js";
import { folderOf, foldersUp } from "../../tree/paths.js";
import type { Resolution } from "../../value/evaluator.js";

/** Names that a build tool imports by itself where nothing declares them. */
export interface AutoImports {
	/** What an undeclared name in a file stands for; undefined when it is a plain global. */
	meaning(from: string, name: string): Resolution | undefined;
	/** Files that may use what a file exports without importing it. */
	users(file: string): readonly string[];
}

/** Tools that do, by the dependency that shows them. */
const TOOLS = ["nuxt", "unplugin-auto-import"];

/** Folders whose exports are imported (Nuxt: `composables`, `utils`, Pinia's `stores`), below the app or its source root. */
const SCANNED =
	/^(?:(?:app|src|layers\/[^/]+)\/)?(?:composables|utils|stores|hooks)\//;

const VUE = new Set([
	"ref",
	"shallowRef",
	"computed",
	"reactive",
	"readonly",
	"toRef",
	"unref",
	"toValue",
	"markRaw",
]);

const VUEUSE = new Set(["useWebSocket"]);

/** Auto-imports of Nuxt and unplugin-auto-import over a library. */
export function autoImports(library: Library): AutoImports {
	const roots = new Map<string, string | undefined>();
	const scanned = new Map<string, readonly string[]>();
	const meanings = new Map<string, Resolution | undefined>();

	/** The nearest package above that has such a tool. */
	const rootOf = (file: string): string | undefined => {
		const folder = folderOf(file);
		if (!roots.has(folder))
			roots.set(
				folder,
				foldersUp(folder).find((above) => {
					const fact = library.facts.get(within(above, "package.json"));
					return (
						fact?.kind === "package" &&
						TOOLS.some((tool) => tool in fact.dependencies)
					);
				}),
			);
		return roots.get(folder);
	};

	const filesOf = (root: string): readonly string[] => {
		const files =
			scanned.get(root) ??
			library.ownCode.filter((path) => isScanned(root, path));
		scanned.set(root, files);
		return files;
	};

	const find = (root: string, name: string): Resolution | undefined => {
		if (VUE.has(name)) return { kind: "external", name: "vue" };
		if (VUEUSE.has(name)) return { kind: "external", name: "@vueuse/core" };
		const exporting = filesOf(root).filter(
			(path) =>
				library.mentions(path, name) &&
				library.code(path).some((code) => Object.hasOwn(code.exports, name)),
		);
		const [file, ...others] = exporting;
		return file !== undefined && others.length === 0
			? { kind: "file", file }
			: undefined;
	};

	return {
		meaning(from, name) {
			const root = name in globalThis ? undefined : rootOf(from);
			if (root === undefined) return undefined;
			const key = `${root}\n${name}`;
			if (!meanings.has(key)) meanings.set(key, find(root, name));
			return meanings.get(key);
		},
		users(file) {
			const root = rootOf(file);
			return root !== undefined && isScanned(root, file)
				? library.ownCode.filter((path) => rootOf(path) === root)
				: [];
		},
	};
}

function within(folder: string, name: string): string {
	return folder === "" ? name : `${folder}/${name}`;
}

function isScanned(root: string, path: string): boolean {
	return (
		path.startsWith(root === "" ? "" : `${root}/`) &&
		SCANNED.test(root === "" ? path : path.slice(root.length + 1))
	);
}
