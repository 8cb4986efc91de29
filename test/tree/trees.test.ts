import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import {
	commitTree,
	GitError,
	indexTree,
	isUnreadable,
	overlay,
	type Tree,
	workTree,
} from "../../src/tree/index.js";
import { commitAll, folderWith, git } from "./folder.js";

const FILES = {
	"package.json": "{}",
	"src/a b.ts": "const ü = 1;\r\nexport {};\r\n",
	"src/bom.ts": "\uFEFFexport {};\n",
	"web/.env": "A=1\n",
	"web/index.html": "<script></script>",
	"image.png": new Uint8Array([137, 80, 78, 71, 0, 1]),
	"dist/bundle.js": "1",
	"empty.py": "",
};

/** All that can be asked of a tree. */
const everything = (tree: Tree) => ({
	paths: tree.paths,
	skipped: tree.skipped,
	ids: tree.paths.map((path) => tree.id(path)),
	bytes: tree.paths.map((path) => {
		const bytes = tree.read(path);
		return isUnreadable(bytes) ? bytes : Buffer.from(bytes).toString("hex");
	}),
	texts: tree.paths.map((path) => tree.readText(path)),
});

test("work tree, walk, index, commit and overlay show the same project", () => {
	const walked = folderWith(FILES);
	const folder = folderWith(FILES);
	symlinkSync("web/.env", join(folder, ".env.local"));
	symlinkSync("web/.env", join(walked, ".env.local"));
	symlinkSync("src", join(folder, "linked"));
	symlinkSync("src", join(walked, "linked"));
	commitAll(folder);
	const expected = everything(workTree(folder));
	expect(expected.paths).toEqual([
		".env.local",
		"empty.py",
		"image.png",
		"package.json",
		"src/a b.ts",
		"src/bom.ts",
		"web/.env",
		"web/index.html",
	]);
	expect(expected.ids).toEqual(
		expected.paths.map((path) =>
			git(
				folder,
				"hash-object",
				path.replace(/^\.env\.local/, "web/.env"),
			).trim(),
		),
	);
	expect(everything(workTree(walked))).toEqual(expected);
	expect(everything(indexTree(folder))).toEqual(expected);
	expect(everything(commitTree(folder, "HEAD"))).toEqual(expected);
	const empty = overlay(commitTree(folder, "HEAD"), new Map([["x.ts", null]]));
	expect(everything(empty)).toEqual(expected);
	const prefetched = indexTree(folder);
	prefetched.prefetch(prefetched.paths);
	expect(everything(prefetched)).toEqual(expected);
});

test("offsets count a byte order mark, and the line ending is that of the first line", () => {
	const tree = workTree(folderWith(FILES));
	expect(tree.readText("src/bom.ts")).toMatchObject({
		bom: true,
		eol: "\n",
		text: "\uFEFFexport {};\n",
	});
	expect(tree.readText("src/a b.ts")).toMatchObject({
		bom: false,
		eol: "\r\n",
	});
});

test("each tree sees its own state of a file", () => {
	const folder = commitAll(folderWith({ "a.ts": "committed", "gone.ts": "x" }));
	writeFileSync(join(folder, "a.ts"), "staged");
	git(folder, "add", "a.ts");
	writeFileSync(join(folder, "a.ts"), "written");
	writeFileSync(join(folder, "new.ts"), "new");
	rmSync(join(folder, "gone.ts"));
	const text = (tree: Tree) => tree.readText("a.ts");
	expect(text(commitTree(folder, "HEAD"))).toMatchObject({ text: "committed" });
	expect(text(indexTree(folder))).toMatchObject({ text: "staged" });
	expect(text(workTree(folder))).toMatchObject({ text: "written" });
	expect(workTree(folder).paths).toEqual(["a.ts", "new.ts"]);
	expect(indexTree(folder).paths).toEqual(["a.ts", "gone.ts"]);
	const edited = overlay(
		workTree(folder),
		new Map([
			["a.ts", "edited"],
			["b.ts", "created"],
			["new.ts", null],
		]),
	);
	expect(text(edited)).toMatchObject({ text: "edited" });
	expect(edited.paths).toEqual(["a.ts", "b.ts"]);
	expect(edited.readText("new.ts")).toMatchObject({ reason: "does not exist" });
	expect(edited.id("a.ts")).not.toBe(workTree(folder).id("a.ts"));
});

test("a root below the top of the repository sees only itself", () => {
	const folder = commitAll(
		folderWith({ "a.ts": "", "web/b.ts": "b", "web/c/d.ts": "d" }),
	);
	const web = join(folder, "web");
	for (const tree of [workTree(web), indexTree(web), commitTree(web, "HEAD")]) {
		expect(tree.paths).toEqual(["b.ts", "c/d.ts"]);
		expect(tree.readText("c/d.ts")).toMatchObject({ text: "d" });
	}
});

afterEach(() => {
	delete process.env.GIT_INDEX_FILE;
	delete process.env.GIT_DIR;
});

test("the index of a partial commit is honoured, a hook's GIT_DIR is not", () => {
	const folder = commitAll(folderWith({ "a.ts": "1" }));
	const other = commitAll(folderWith({ "other.ts": "1" }));
	writeFileSync(join(folder, "b.ts"), "2");
	git(folder, "add", "b.ts");
	const index = join(folder, ".git", "index");
	const copy = join(folder, ".git", "next-index");
	writeFileSync(copy, "");
	rmSync(copy);
	git(folder, "read-tree", `--index-output=${copy}`, "HEAD");
	git(folder, "add", "b.ts");
	process.env.GIT_DIR = join(other, ".git");
	process.env.GIT_INDEX_FILE = copy;
	expect(indexTree(folder).paths).toEqual(["a.ts"]);
	process.env.GIT_INDEX_FILE = index;
	expect(indexTree(folder).paths).toEqual(["a.ts", "b.ts"]);
});

test("of a merge conflict our side is read", () => {
	const folder = commitAll(folderWith({ "a.ts": "base\n" }));
	git(folder, "checkout", "-q", "-b", "theirs");
	writeFileSync(join(folder, "a.ts"), "theirs\n");
	git(folder, "commit", "-q", "-a", "-m", "t");
	git(folder, "checkout", "-q", "-");
	writeFileSync(join(folder, "a.ts"), "ours\n");
	git(folder, "commit", "-q", "-a", "-m", "o");
	expect(() => git(folder, "merge", "theirs")).toThrow();
	expect(indexTree(folder).readText("a.ts")).toMatchObject({ text: "ours\n" });
	expect(workTree(folder).paths).toEqual(["a.ts"]);
});

test("a repository's settings start no program", () => {
	const folder = commitAll(folderWith({ "a.ts": "" }));
	const witness = join(folder, ".git", "witness");
	git(folder, "config", "core.fsmonitor", `touch ${witness}; false`);
	workTree(folder);
	indexTree(folder);
	commitTree(folder, "HEAD");
	mkdirSync(join(folder, "empty"));
	expect(() => rmSync(witness)).toThrow();
});

test("no repository, no such revision", () => {
	const folder = folderWith({ "a.ts": "" });
	expect(() => indexTree(folder)).toThrow(GitError);
	expect(() => commitTree(commitAll(folder), "nope")).toThrow(GitError);
	expect(() => commitTree(folder, "--all")).toThrow(GitError);
});
