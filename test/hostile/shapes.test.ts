import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lint } from "../../src/lint.js";
import { BROKEN_APP, runCli } from "../cli/run-cli.js";
import { commitAll, folderWith, git } from "../tree/folder.js";

/** Lints a folder as a user would: the broken app's fault is found, and nothing else is wrong. */
async function expectTheFault(folder: string): Promise<void> {
	const { code, out, err } = await runCli(folder, "--format", "json");
	expect(err).toBe("");
	expect(code).toBe(1);
	const { findings } = JSON.parse(out) as { findings: { rule: string }[] };
	expect(findings.map(({ rule }) => rule)).toContain("route/mismatch");
}

const CYCLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	"modules that import each other": {
		"web/src/a.ts":
			'import { b } from "./b";\nexport const a = `${b}/a`;\nnew WebSocket(a);\n',
		"web/src/b.ts": 'import { a } from "./a";\nexport const b = `${a}/b`;\n',
	},
	"a module that imports itself": {
		"web/src/a.ts":
			'import { a as self } from "./a";\nexport const a = self;\nnew WebSocket(self);\n',
	},
	"barrels that export each other": {
		"web/src/a/index.ts": 'export * from "../b";\n',
		"web/src/b/index.ts": 'export * from "../a";\n',
		"web/src/c.ts":
			'import { url } from "./a";\nexport const socket = new WebSocket(url);\n',
	},
	"functions that call each other": {
		"web/src/a.ts":
			"const f = (n) => g(n) + f(n - 1);\nconst g = (n) => f(n) || g(n);\nnew WebSocket(f(3));\n",
	},
	"a class that extends itself": {
		"web/src/a.ts":
			"class A extends B { url = super.url }\nclass B extends A {}\nnew WebSocket(new A().url);\n",
	},
	"tsconfig files that extend each other": {
		"web/tsconfig.json":
			'{ "extends": "./tsconfig.base.json", "compilerOptions": { "paths": { "@/*": ["./src/*", "@/*"] } } }',
		"web/tsconfig.base.json": '{ "extends": "./tsconfig.json" }',
		"web/src/a.ts": 'import { url } from "@/b";\nnew WebSocket(url);\n',
	},
	"a tsconfig that extends itself": {
		"web/tsconfig.json": '{ "extends": ["./tsconfig.json", "."] }',
		"web/src/a.ts": 'import { url } from "@/b";\nnew WebSocket(url);\n',
	},
	"workspaces that hold each other": {
		"package.json":
			'{ "name": "a", "workspaces": [".", "../*", "**", "web"], "dependencies": { "web": "*" } }',
		"web/src/a.ts": 'import { url } from "a";\nnew WebSocket(url);\n',
		"index.ts": 'export { url } from "web";\n',
	},
	"a package whose entry is itself": {
		"web/lib/package.json":
			'{ "name": "lib", "main": "./package.json", "exports": { ".": "." } }',
		"web/src/a.ts": 'import { url } from "../lib";\nnew WebSocket(url);\n',
	},
	"env keys that hold each other": {
		"web/.env": "VITE_A=$VITE_B\nVITE_B=${VITE_A}\nVITE_C=$VITE_C\n",
		"web/src/a.ts":
			"new WebSocket(import.meta.env.VITE_A + import.meta.env.VITE_C);\n",
	},
	"requirements that include each other": {
		"api/requirements.txt":
			"-r dev.txt\nfastapi==0.115.0\nuvicorn[standard]==0.30.0\n",
		"api/dev.txt": "-r requirements.txt\n-r ../api/dev.txt\n",
	},
	"routers that include each other": {
		"api/rooms.py":
			"from fastapi import APIRouter\nimport users\nrouter = APIRouter()\nrouter.include_router(users.router)\n",
		"api/users.py":
			"from fastapi import APIRouter\nimport rooms\nrouter = APIRouter()\nrouter.include_router(rooms.router)\nrouter.include_router(router)\n",
	},
	"services that wait for each other": {
		"compose.yaml":
			"services:\n  web: { build: ./web, depends_on: [api], environment: { VITE_API: '${VITE_API}' } }\n  api: { build: ./api, depends_on: [web], extends: { service: api } }\n",
	},
	"images that build on each other": {
		"web/Dockerfile":
			"FROM b AS a\nARG X=$Y\nARG Y=$X\nFROM a AS b\nRUN npm run build\nCOPY --from=a / /\n",
	},
	"scripts that call each other": {
		"web/package.json":
			'{ "name": "web", "scripts": { "dev": "npm run start", "start": "npm run dev && vite" }, "devDependencies": { "vite": "^5.0.0" } }',
	},
};

test.each(Object.entries(CYCLES))("%s end", (_, files) =>
	expectTheFault(folderWith({ ...BROKEN_APP, ...files })),
);

test.each([
	["a plain folder", (folder: string) => folder],
	["a git repository", commitAll],
])(
	"links that loop, dangle and leave %s are not followed",
	async (_, prepare) => {
		const outside = folderWith({
			"secret.ts": 'new WebSocket("ws://outside.example/ws");\n',
			".env": "VITE_OUTSIDE=1\n",
		});
		const folder = folderWith(BROKEN_APP);
		for (const [link, target] of [
			["web/src/loop", "."],
			["web/src/up", "../.."],
			["web/src/self.ts", "self.ts"],
			["web/src/gone.ts", "nowhere.ts"],
			["web/src/outside", outside],
			["web/src/outside.ts", join(outside, "secret.ts")],
			["web/.env", join(outside, ".env")],
			["web/.env.local", ".env.local"],
			["package.json", "/dev/zero"],
			["web/tsconfig.json", "/proc/self/mem"],
		] as const)
			symlinkSync(target, join(folder, link));
		prepare(folder);
		await expectTheFault(folder);
		const { graph, tree } = await lint({ root: folder });
		expect(graph.connections).toHaveLength(1);
		expect(tree.paths).toEqual(Object.keys(BROKEN_APP).sort());
	},
);

test("CRLF and a byte order mark in every file move no finding and no fix", async () => {
	const bare = await lint({ root: folderWith(BROKEN_APP) });
	const dressed = await lint({
		root: folderWith(
			Object.fromEntries(
				Object.entries(BROKEN_APP).map(([path, text]) => [
					path,
					`\uFEFF${text.replaceAll("\n", "\r\n")}`,
				]),
			),
		),
	});
	const said = ({ findings }: typeof bare) =>
		findings.map(({ rule, location, fixes }) => ({
			rule,
			file: location.file,
			line: location.line,
			fixes: fixes.map(({ title }) => title),
		}));
	expect(bare.findings.length).toBeGreaterThan(0);
	expect(said(dressed)).toEqual(said(bare));
	expect(dressed.notes).toEqual([]);
});

test.each([
	["an empty folder", {}],
	["a folder of empty files", { "package.json": "", "a.ts": "", ".env": "" }],
])("%s is clean", async (_, files) => {
	const { code, out, err } = await runCli(folderWith(files));
	expect([code, err]).toEqual([0, ""]);
	expect(out).toContain("no WebSocket use found, read ");
});

test("an empty repository is clean", async () => {
	const folder = folderWith({});
	git(folder, "init", "-q");
	const { code, out } = await runCli(folder);
	expect([code, out]).toEqual([0, "no WebSocket use found, read 0 files\n"]);
});

test("a repository that git refuses is read all the same", async () => {
	const folder = folderWith(BROKEN_APP);
	mkdirSync(join(folder, ".git"));
	writeFileSync(join(folder, ".git/HEAD"), "nonsense");
	await expectTheFault(folder);
});

test("an unmerged index: what lies in the work tree is linted", async () => {
	const folder = commitAll(folderWith(BROKEN_APP));
	const main = "web/src/main.ts";
	git(folder, "checkout", "-q", "-b", "theirs");
	writeFileSync(join(folder, main), 'new WebSocket("ws://theirs/");\n');
	git(folder, "commit", "-q", "-a", "-m", "theirs");
	git(folder, "checkout", "-q", "-");
	writeFileSync(join(folder, main), 'new WebSocket("ws://ours/");\n');
	git(folder, "commit", "-q", "-a", "-m", "ours");
	expect(() => git(folder, "merge", "theirs")).toThrow();
	const conflict = await runCli(folder);
	expect(conflict.out).toContain(`note  ${main} has a syntax error`);
	expect(conflict.code).toBeLessThan(2);
	writeFileSync(join(folder, main), BROKEN_APP[main] ?? "");
	await expectTheFault(folder);
});

test("a file that git lists and that is gone is left out", async () => {
	const folder = commitAll(folderWith({ ...BROKEN_APP, "web/a.ts": "" }));
	rmSync(join(folder, "web/a.ts"));
	await expectTheFault(folder);
});

test.each([
	["spaces", "my app/"],
	["accents and emoji", "würfel 🎲/"],
	["line breaks", "two\nlines\r/"],
	["quotes and dollars", "'\"`$(x)&;|*?[]{}\\/"],
	["names of JavaScript", "__proto__/constructor/"],
	["escape sequences", "\u001b[31mred\u0007/"],
	["dots and dashes", "...-/--help/"],
])(
	"folders whose names hold %s are read, plain and in git",
	async (_, folder) => {
		const files = Object.fromEntries(
			Object.entries(BROKEN_APP).map(([path, text]) => [folder + path, text]),
		);
		for (const root of [folderWith(files), commitAll(folderWith(files))]) {
			await expectTheFault(root);
			const { out } = await runCli(root);
			expect(out).toContain("route/mismatch");
			expect(out).not.toMatch(/(?!\n)\p{Cc}/u);
		}
	},
);
