import { expect, test } from "vitest";
import { discover, workspacePackages } from "../../src/discover/index.js";
import { workTree } from "../../src/tree/index.js";
import { folderWith } from "../tree/folder.js";

test("files by kind, packages, and what the configuration excludes", () => {
	const tree = workTree(
		folderWith({
			"package.json": "",
			"web/package.json": "",
			"web/src/a.ts": "",
			"web/legacy/old.ts": "",
			"api/requirements/dev.txt": "",
			"api/app/main.py": "",
			"notes.txt": "",
		}),
	);
	const manifest = discover(tree, { ignore: ["legacy/"] });
	expect(manifest.files.map((file) => `${file.kind} ${file.path}`)).toEqual([
		"code-python api/app/main.py",
		"python-requirements api/requirements/dev.txt",
		"package package.json",
		"package web/package.json",
		"code-js web/src/a.ts",
	]);
	expect(manifest.packages).toEqual(["", "api", "web"]);
	expect(manifest.packageOf("web/src/a.ts")).toBe("web");
	expect(manifest.packageOf("api/app/main.py")).toBe("api");
	expect(manifest.packageOf("x/y.ts")).toBe("");
	expect(manifest.ofKind("package")).toEqual([
		"package.json",
		"web/package.json",
	]);
	expect(manifest.skipped).toContainEqual({
		path: "web/legacy/old.ts",
		reason: "excluded by the configuration",
	});
});

test("compiled JavaScript beside its TypeScript is read once, as it was written", () => {
	const manifest = discover(
		workTree(
			folderWith({
				"server/index.js": "",
				"server/index.ts": "",
				"server/own.js": "",
				"web/App.js": "",
				"web/App.tsx": "",
				"web/types.d.ts": "",
				"web/types.js": "",
				"web/vite.config.js": "",
				"web/vite.config.ts": "",
			}),
		),
	);
	expect(manifest.files.map((file) => file.path)).toEqual([
		"server/index.ts",
		"server/own.js",
		"web/App.tsx",
		"web/types.d.ts",
		"web/types.js",
		"web/vite.config.js",
		"web/vite.config.ts",
	]);
});

test("workspace globs: one level, any depth, alternatives, negation, nesting", () => {
	const folders = [
		{ folder: "", name: "root", workspaces: ["packages/*", "!packages/old"] },
		{ folder: "apps", workspaces: ["./{web,admin}/**"] },
		{ folder: "apps/web", name: "web", workspaces: [] },
		{ folder: "apps/admin/deep/er", name: "deeper", workspaces: [] },
		{ folder: "apps/site", name: "site", workspaces: [] },
		{ folder: "packages/a", name: "@x/a", workspaces: [] },
		{ folder: "packages/a/b", name: "@x/b", workspaces: [] },
		{ folder: "packages/old", name: "@x/old", workspaces: [] },
	];
	expect(Object.fromEntries(workspacePackages(folders))).toEqual({
		root: "",
		web: "apps/web",
		deeper: "apps/admin/deep/er",
		"@x/a": "packages/a",
	});
});
