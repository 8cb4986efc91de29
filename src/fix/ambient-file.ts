import { isUnreadable, type Tree } from "../tree/index.js";

const USUAL = [
	"src/vite-env.d.ts",
	"vite-env.d.ts",
	"src/env.d.ts",
	"env.d.ts",
];

/** The declaration file of an app that holds `interface ImportMetaEnv`; the usual names first. */
export function ambientFile(tree: Tree, appRoot: string): string | undefined {
	const folder = appRoot === "" ? "" : `${appRoot}/`;
	const usual = USUAL.map((name) => folder + name);
	const others = tree.paths.filter(
		(path) => path.startsWith(folder) && path.endsWith(".d.ts"),
	);
	return [...usual, ...others].find((path) => {
		const text = tree.readText(path);
		return (
			!isUnreadable(text) && /\binterface\s+ImportMetaEnv\b/.test(text.text)
		);
	});
}
