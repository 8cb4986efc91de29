import { execFileSync } from "node:child_process";
import { chmodSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { overlay, workTree } from "../../src/tree/index.js";
import { folderWith } from "./folder.js";

test("a huge file is not read, and says so", () => {
	const folder = folderWith({ "huge.js": "" });
	truncateSync(join(folder, "huge.js"), 52_000_000);
	const tree = workTree(folder);
	const reason = "is 52.0 MB, more than the 1.5 MB that is read";
	expect(tree.read("huge.js")).toEqual({ kind: "unreadable", reason });
	expect(tree.readText("huge.js")).toEqual({ kind: "unreadable", reason });
	expect(tree.id("huge.js")).toBeUndefined();
	expect(tree.read("huge.js", 60_000_000)).toHaveLength(52_000_000);
	const edited = overlay(tree, new Map([["x.js", "x".repeat(1_500_001)]]));
	expect(edited.readText("x.js")).toMatchObject({ kind: "unreadable" });
});

test.each([
	["a NUL byte", [65, 0, 65], "is binary (holds a NUL byte)"],
	["bytes that are no UTF-8", [0xc3, 0x28], "is not valid UTF-8"],
	["an overlong sequence", [0xc0, 0xaf], "is not valid UTF-8"],
	["UTF-16", [0xff, 0xfe, 65, 0], "is UTF-16, only UTF-8 is read"],
])("%s", (_, bytes, reason) => {
	const tree = workTree(folderWith({ "a.ts": Uint8Array.from(bytes) }));
	expect(tree.read("a.ts")).toHaveLength(bytes.length);
	expect(tree.readText("a.ts")).toEqual({ kind: "unreadable", reason });
});

test("a file without permission", () => {
	const folder = folderWith({ "a.ts": "x" });
	const tree = workTree(folder);
	chmodSync(join(folder, "a.ts"), 0);
	// The superuser may read everything, so be someone else for a moment.
	const isRoot = process.geteuid?.() === 0;
	if (isRoot) {
		chmodSync(folder, 0o755);
		process.seteuid?.(65_534);
	}
	const text = tree.readText("a.ts");
	if (isRoot) process.seteuid?.(0);
	expect(text).toEqual({
		kind: "unreadable",
		reason: "cannot be read: permission denied",
	});
});

test("a named pipe is not waited for", () => {
	const folder = folderWith({ "a.ts": "x", "b.ts": "x" });
	const tree = workTree(folder);
	execFileSync("rm", [join(folder, "a.ts")]);
	execFileSync("mkfifo", [join(folder, "a.ts")]);
	expect(tree.readText("a.ts")).toMatchObject({
		reason: "is not a regular file",
	});
});

test("only listed files can be read", () => {
	const tree = workTree(folderWith({ "a.ts": "x" }));
	for (const path of ["../../etc/passwd", "/etc/passwd", "b.ts", ""])
		expect(tree.readText(path)).toMatchObject({ reason: "does not exist" });
});
