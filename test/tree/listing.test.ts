import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workTree } from "../../src/tree/index.js";
import { commitAll, folderWith, git } from "./folder.js";

test("env files are listed although git ignores them, other ignored files are not", () => {
	const folder = folderWith({
		".gitignore": ".env*\n!.env.example\nsecret.ts\n",
		".env": "",
		".env.example": "",
		"web/.env.local": "",
		"web/a.ts": "",
		"web/secret.ts": "",
		"other/.env": "",
	});
	for (const root of [folder, commitAll(folder)]) {
		const tree = workTree(root);
		expect(tree.paths).toEqual([
			".env",
			".env.example",
			".gitignore",
			"web/.env.local",
			"web/a.ts",
		]);
		expect([...tree.ignored].sort()).toEqual([".env", "web/.env.local"]);
	}
});

test("nested ignore files: the innermost decides, an ignored folder cannot be reopened", () => {
	const files = {
		".gitignore": "*.log\n/out\nlogs/\n/*.tmp\n",
		"a.tmp": "",
		"web/a.tmp": "",
		"web/.gitignore": "!keep.log\nb.ts\n/only-here.ts\n",
		"web/keep.log": "",
		"web/drop.log": "",
		"web/b.ts": "",
		"web/src/b.ts": "",
		"web/only-here.ts": "",
		"web/src/only-here.ts": "",
		"b.ts": "",
		"out/x.ts": "",
		"web/out/x.ts": "",
		"logs/.gitignore": "!*\n",
		"logs/x.ts": "",
	};
	const walked = workTree(folderWith(files)).paths;
	expect(walked).toEqual([
		".gitignore",
		"b.ts",
		"web/.gitignore",
		"web/a.tmp",
		"web/keep.log",
		"web/out/x.ts",
		"web/src/only-here.ts",
	]);
	expect(workTree(commitAll(folderWith(files))).paths).toEqual(walked);
});

test("what no one edits is left out, with the reason", () => {
	const folder = folderWith({
		"package.json": "{}",
		"node_modules/a/index.js": "",
		"dist/index.js": "",
		"src/dist/real.ts": "",
		"build/tools/real.ts": "",
		"web/build/static/js/main.4f2a91c0.js": "",
		".next/server.js": "",
		"vendor/lib.js": "",
		"src/vendor/page.tsx": "",
		"api/py/pyvenv.cfg": "",
		"api/py/lib/x.py": "",
		"api/venv/lib/python3.12/site-packages/starlette/x.py": "",
		"api/venv/bin/x.py": "",
		"api/env/settings.py": "",
		"public/jquery.min.js": "",
	});
	for (const root of [folder, commitAll(folder)]) {
		const tree = workTree(root);
		expect(tree.paths).toEqual([
			"api/env/settings.py",
			"build/tools/real.ts",
			"package.json",
			"src/dist/real.ts",
			"src/vendor/page.tsx",
		]);
		expect(tree.skipped).toEqual(
			expect.arrayContaining([
				{ path: "dist", reason: "build output" },
				{ path: "web/build", reason: "build output" },
				{ path: "vendor", reason: "vendored code" },
				{ path: "api/py", reason: "virtual environment" },
				{ path: "api/venv", reason: "virtual environment" },
				{ path: "public/jquery.min.js", reason: "minified file" },
			]),
		);
	}
});

test("a root below node_modules is judged by what lies in it", () => {
	const folder = folderWith({ "node_modules/app/src/a.ts": "" });
	expect(workTree(join(folder, "node_modules/app")).paths).toEqual([
		"src/a.ts",
	]);
});

test("links that loop, lead out or lead nowhere are not followed", () => {
	const folder = folderWith({ "a/b.ts": "", "web/.env": "A=1" });
	symlinkSync("..", join(folder, "a", "loop"));
	symlinkSync(folder, join(folder, "self"));
	symlinkSync("/etc/hostname", join(folder, ".env"));
	symlinkSync("nowhere", join(folder, "web", "dangling.ts"));
	symlinkSync(".env.local", join(folder, "web", ".env.local"));
	symlinkSync("../web/.env", join(folder, "a", ".env.production"));
	for (const root of [folder, commitAll(folder)]) {
		const tree = workTree(root);
		expect(tree.paths).toEqual(["a/.env.production", "a/b.ts", "web/.env"]);
		expect(tree.readText("a/.env.production")).toMatchObject({ text: "A=1" });
		expect(tree.skipped.map((skip) => skip.path)).toContain("self");
	}
});

test("repositories inside the repository are read, other work trees of it are not", () => {
	const folder = folderWith({ "a.ts": "", "api/b.ts": "" });
	commitAll(join(folder, "api"));
	git(folder, "init", "-q");
	git(folder, "add", "a.ts");
	git(folder, "commit", "-q", "-m", "all");
	git(folder, "worktree", "add", "-q", "copy");
	expect(workTree(folder).paths).toEqual(["a.ts", "api/b.ts"]);
});
