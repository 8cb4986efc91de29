import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lint } from "../../src/lint.js";
import { BROKEN_APP, runCli } from "../cli/run-cli.js";
import { folderWith } from "../tree/folder.js";
import { type Bad, expectOneLineEach, socket } from "./bad-file.js";

const BAD: Readonly<Record<string, Bad>> = {
	"a binary file with the name of a source": {
		files: {
			"web/src/film.ts": Uint8Array.from({ length: 4096 }, (_, n) => n),
		},
		notes: ["web/src/film.ts is binary (holds a NUL byte)"],
	},
	"a NUL byte in a source": {
		files: { "web/src/nul.ts": socket('"\0";') },
		notes: ["web/src/nul.ts is binary (holds a NUL byte)"],
	},
	"a NUL byte in an env file": {
		files: { "web/.env": "VITE_A=1\0\n" },
		notes: ["web/.env is binary (holds a NUL byte)"],
	},
	"a Latin-1 source": {
		files: {
			"api/latin.py": Buffer.from("app = FastAPI()  # \xe9", "latin1"),
		},
		notes: ["api/latin.py is not valid UTF-8"],
	},
	"a UTF-16 source": {
		files: {
			"web/src/wide.ts": Buffer.from(`\uFEFF${socket("")}`, "utf16le"),
		},
		notes: ["web/src/wide.ts is UTF-16, only UTF-8 is read"],
	},
	"a huge source": {
		files: { "web/src/huge.js": Buffer.alloc(50_000_000, "x;\n") },
		notes: ["web/src/huge.js is 50.0 MB, more than the 1.5 MB that is read"],
	},
	"a huge lockfile": {
		files: { "web/package-lock.json": Buffer.alloc(50_000_000, " ") },
		notes: [
			"web/package-lock.json is 50.0 MB, more than the 20.0 MB that is read",
		],
	},
	"an env file that is none": {
		files: { "web/.env.production": "<html>\n=\n==\n'\n\"unclosed\n" },
		notes: [],
	},
	"malformed YAML": {
		files: { "compose.yaml": "services:\n  web: [\n\tports: {" },
		notes: [/^compose\.yaml /],
	},
	"YAML that doubles itself": {
		files: {
			"compose.yaml": `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join("\n")}\nservices: *a40\n`,
		},
		notes: [],
	},
	"YAML that holds itself": {
		files: { "compose.yaml": "services: &s\n  web: *s\n" },
		notes: [],
	},
	"malformed TOML": {
		files: { "api/pyproject.toml": "[project\nname = = 1" },
		notes: [/^api\/pyproject\.toml /],
	},
	"a package.json that is no JSON": {
		files: { "tools/package.json": "not json" },
		notes: ["tools/package.json is not a JSON object"],
	},
	"a package.json that is a list": {
		files: { "tools/package.json": "[]" },
		notes: ["tools/package.json is not a JSON object"],
	},
	"a package.json of the wrong types": {
		files: {
			"tools/package.json":
				'{ "name": 1, "scripts": [], "dependencies": "vite", "workspaces": { "packages": 3 }, "exports": null, "__proto__": { "scripts": {} } }',
		},
		notes: [],
	},
	"a tsconfig that is no JSON": {
		files: { "web/tsconfig.json": "{{{" },
		notes: [/^web\/tsconfig\.json /],
	},
	"broken TypeScript": {
		files: { "web/src/broken.ts": socket("const = {{{ =>") },
		notes: [/^web\/src\/broken\.ts has a syntax error \(.+\)$/],
	},
	"broken Python": {
		files: { "api/broken.py": "app = FastAPI()\ndef (:\n\t x =\n" },
		notes: [/^api\/broken\.py has a syntax error \(.+\)$/],
	},
	"a broken component": {
		files: {
			"web/src/Broken.vue": `<script setup>${socket("const = {{{")}</script><template>`,
		},
		notes: [/^web\/src\/Broken\.vue has a syntax error \(.+\)$/],
	},
	"a component that never ends": {
		files: { "web/src/Open.vue": `<script setup>\n${socket("")}` },
		notes: [],
	},
};

test.each(Object.entries(BAD))(
	"%s: one clear line, and the rest is linted",
	(_, bad) => expectOneLineEach(bad),
);

test("all of them at once: each is named once on the screen, and the exit code is that of the findings", async () => {
	const all = Object.values(BAD);
	const files = Object.assign({}, BROKEN_APP, ...all.map((bad) => bad.files));
	const { code, out, err } = await runCli(folderWith(files));
	expect(err).toBe("");
	expect(out).toContain("error  route/mismatch");
	const noted = out.split("\n").filter((line) => line.startsWith("note"));
	const paths = noted.map((line) => line.split(/\s+/)[1]);
	expect(new Set(paths).size).toBe(noted.length);
	expect(code).toBe(1);
});

test("a repository of bad files does not bury its report", async () => {
	const films = Object.fromEntries(
		Array.from({ length: 300 }, (_, n) => [`films/${n}.ts`, "\0"]),
	);
	const folder = folderWith({ ...BROKEN_APP, ...films });
	const { out } = await runCli(folder);
	expect(out.match(/^note /gm)).toHaveLength(21);
	expect(out).toContain("note  and 280 more files");
	const { err } = await runCli(folder, "--format", "json");
	expect(err.trimEnd().split("\n")).toHaveLength(300);
});

test("a file that may not be read gives one clear line", async () => {
	const root = folderWith({
		...BROKEN_APP,
		"web/src/private.ts": socket(""),
		"web/.env.local": "VITE_SECRET=1\n",
	});
	// What is loaded on demand must be loaded before the rights are given up.
	await lint({ root });
	chmodSync(root, 0o755);
	for (const file of ["web/src/private.ts", "web/.env.local"])
		chmodSync(join(root, file), 0o000);
	withoutRoot();
	const { findings, notes } = await lint({ root });
	expect(notes).toEqual([
		{
			file: "web/.env.local",
			message: "cannot be read: permission denied",
		},
		{
			file: "web/src/private.ts",
			message: "cannot be read: permission denied",
		},
	]);
	expect(findings.map(({ rule }) => rule)).toContain("route/mismatch");
});

/** Root may read everything: for the rest of this test be someone else. */
function withoutRoot(): void {
	if (process.geteuid?.() !== 0) return;
	process.seteuid?.(65_534);
	onTestFinished(() => process.seteuid?.(0));
}
