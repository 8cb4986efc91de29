import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { applyEdits } from "../../src/fix/edit.js";
import {
	type Plan,
	recover,
	undo,
	WriteRefused,
	writePlan,
} from "../../src/fix/index.js";
import { journalPath } from "../../src/fix/journal.js";
import { reverseEdits } from "../../src/fix/reverse.js";
import { git, overlay, workTree } from "../../src/tree/index.js";

/** Calls that fail instead: a full disk, a file that is locked. */
const failing = vi.hoisted(() => ({
	rename: (_to: string): boolean => false,
}));

vi.mock("node:fs", async (load) => {
	const real = await load<typeof import("node:fs")>();
	return {
		...real,
		renameSync(from: string, to: string) {
			if (failing.rename(to)) throw new Error(`EBUSY: ${to}`);
			real.renameSync(from, to);
		},
	};
});

afterEach(() => {
	failing.rename = () => false;
});

function folder(files: Readonly<Record<string, string>>): string {
	const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "wslint-fix-")));
	onTestFinished(() => fs.rmSync(root, { recursive: true, force: true }));
	for (const [path, text] of Object.entries(files)) {
		fs.mkdirSync(dirname(join(root, path)), { recursive: true });
		fs.writeFileSync(join(root, path), text);
	}
	git(root, ["init", "-q"]);
	return root;
}

function planIn(root: string, files: Readonly<Record<string, string>>): Plan {
	const base = workTree(root);
	const originals = Object.keys(files).flatMap((path) => {
		const text = base.readText(path);
		return "text" in text ? [[path, text.text] as const] : [];
	});
	const texts = new Map(Object.entries(files));
	return {
		root,
		files: texts,
		originals: new Map(originals),
		tree: overlay(base, texts),
		applied: [],
		dropped: [],
	};
}

const textIn = (root: string, path: string) =>
	fs.readFileSync(join(root, path), "utf8");

const BEFORE = { "a.txt": "\uFEFFa\r\n", "web/b.txt": "b\n" };
const AFTER = { "a.txt": "\uFEFFA\r\n", "web/b.txt": "B\n", ".env": "X=1\n" };

function contents(root: string): Record<string, string> {
	const names = fs
		.readdirSync(root, { recursive: true, encoding: "utf8" })
		.filter((name) => !name.startsWith(".git"))
		.filter((name) => fs.statSync(join(root, name)).isFile());
	return Object.fromEntries(
		names.sort().map((name) => [name, textIn(root, name)]),
	);
}

describe("writePlan", () => {
	test("writes every file, keeps modes, leaves nothing beside", () => {
		const root = folder(BEFORE);
		fs.chmodSync(join(root, "web/b.txt"), 0o751);
		writePlan(planIn(root, AFTER));
		expect(contents(root)).toEqual(AFTER);
		expect(fs.statSync(join(root, "web/b.txt")).mode & 0o777).toBe(0o751);
	});

	test("keeps a journal that only its owner can read, outside the work tree", () => {
		const root = folder(BEFORE);
		writePlan(planIn(root, AFTER));
		const path = journalPath(root);
		expect(path).toBe(join(root, ".git", "wslint", "journal.json"));
		expect(fs.statSync(path).mode & 0o777).toBe(0o600);
		expect(JSON.parse(fs.readFileSync(path, "utf8"))).toMatchObject({
			state: "written",
			root,
		});
	});

	test("a folder of a repository has a journal of its own", () => {
		const root = folder(BEFORE);
		expect(journalPath(join(root, "web"))).toBe(
			join(root, ".git", "wslint", "web", "journal.json"),
		);
	});

	test("refuses all when one file changed since it was read", () => {
		const root = folder(BEFORE);
		const plan = planIn(root, AFTER);
		fs.writeFileSync(join(root, "web/b.txt"), "by hand\n");
		expect(() => writePlan(plan)).toThrow(
			"nothing was written: web/b.txt changed since it was read",
		);
		expect(contents(root)).toEqual({ ...BEFORE, "web/b.txt": "by hand\n" });
	});

	test("refuses to create a file that is there meanwhile", () => {
		const root = folder(BEFORE);
		const plan = planIn(root, AFTER);
		fs.writeFileSync(join(root, ".env"), "Y=1\n");
		expect(() => writePlan(plan)).toThrow(WriteRefused);
		expect(contents(root)).toEqual({ ...BEFORE, ".env": "Y=1\n" });
	});

	test("puts back what is in place when a later file cannot be written", () => {
		const root = folder(BEFORE);
		failing.rename = (to) => to.endsWith("b.txt");
		expect(() => writePlan(planIn(root, AFTER))).toThrow(
			/^nothing was written: EBUSY/,
		);
		expect(contents(root)).toEqual(BEFORE);
		expect(recover(root)).toBeUndefined();
	});

	test("writes nothing before there is a journal", () => {
		const root = folder(BEFORE);
		failing.rename = (to) => to.endsWith("journal.json");
		expect(() => writePlan(planIn(root, AFTER))).toThrow();
		expect(contents(root)).toEqual(BEFORE);
	});

	test("never outside the root: not by name, not through a link", () => {
		const outside = folder({ "x.txt": "x\n" });
		const root = folder(BEFORE);
		fs.symlinkSync(outside, join(root, "linked"));
		fs.symlinkSync(join(outside, "x.txt"), join(root, "x.txt"));
		for (const path of ["../x.txt", "linked/x.txt", "linked/new", "x.txt"]) {
			const plan = {
				...planIn(root, {}),
				files: new Map([[path, "evil\n"]]),
				originals: new Map([[path, "x\n"]]),
			};
			expect(() => writePlan(plan), path).toThrow(WriteRefused);
		}
		expect(contents(outside)).toEqual({ "x.txt": "x\n" });
	});
});

describe("an interrupted run", () => {
	/** The state after the process died between two files. */
	function interrupted(): string {
		const root = folder(BEFORE);
		writePlan(planIn(root, AFTER));
		const journal = JSON.parse(fs.readFileSync(journalPath(root), "utf8"));
		fs.writeFileSync(
			journalPath(root),
			JSON.stringify({ ...journal, state: "writing" }),
		);
		fs.writeFileSync(join(root, "web/b.txt"), BEFORE["web/b.txt"]);
		fs.writeFileSync(join(root, "web/.b.txt.wslint-draft"), "B\n");
		return root;
	}

	test("is rolled back, drafts and new files included, and said once", () => {
		const root = interrupted();
		expect(recover(root)).toEqual({ restored: ["a.txt", ".env"], left: [] });
		expect(contents(root)).toEqual(BEFORE);
		expect(recover(root)).toBeUndefined();
	});

	test("bars the next one until it is rolled back", () => {
		const root = interrupted();
		expect(() => writePlan(planIn(root, { "a.txt": "Z" }))).toThrow(
			/interrupted/,
		);
	});

	test("a file that was changed since is left alone", () => {
		const root = interrupted();
		fs.writeFileSync(join(root, "a.txt"), "by hand\n");
		expect(recover(root)).toEqual({ restored: [".env"], left: ["a.txt"] });
		expect(textIn(root, "a.txt")).toBe("by hand\n");
	});
});

describe("undo", () => {
	test("takes back the last run, once", () => {
		const root = folder(BEFORE);
		writePlan(planIn(root, AFTER));
		expect(recover(root)).toBeUndefined();
		expect(undo(root)).toEqual({
			restored: ["a.txt", "web/b.txt", ".env"],
			left: [],
		});
		expect(contents(root)).toEqual(BEFORE);
		expect(undo(root)).toBeUndefined();
	});

	test("touches nothing when a file changed since", () => {
		const root = folder(BEFORE);
		writePlan(planIn(root, AFTER));
		fs.writeFileSync(join(root, "web/b.txt"), "by hand\n");
		expect(() => undo(root)).toThrow(/web\/b\.txt changed/);
		expect(textIn(root, "a.txt")).toBe(AFTER["a.txt"]);
	});

	test("a damaged journal is none", () => {
		const root = folder(BEFORE);
		writePlan(planIn(root, AFTER));
		fs.writeFileSync(journalPath(root), '{"version": 1, "files": "../../x"}');
		expect(undo(root)).toBeUndefined();
	});
});

test("the way back is cut to what differs: a secret beside it is not kept", () => {
	const before = "A=1\r\nURL=ws://h/old?token=s3cr3t\r\nB=2";
	const after =
		"A=1\r\n# why\r\nURL=ws://h/new/x?token=s3cr3t\r\nB=2\r\nC=3\r\n";
	const edits = reverseEdits(before, after);
	expect(applyEdits(after, edits)).toBe(before);
	expect(JSON.stringify(edits)).not.toContain("s3cr3t");
});

test("the way back leads back, whatever the texts", () => {
	const text = fc
		.array(fc.constantFrom("a", "b", " ", "\n", "\r\n", "é", "😀", "=", "//"))
		.map((parts) => parts.join(""));
	fc.assert(
		fc.property(text, text, (before, after) => {
			expect(applyEdits(after, reverseEdits(before, after))).toBe(before);
		}),
	);
});
