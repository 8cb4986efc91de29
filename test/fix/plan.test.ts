import { describe, expect, test } from "vitest";
import type { LintResult } from "../../src/engine/result.js";
import { place } from "../../src/facts/place.js";
import { diffPlan, editsFor, planFixes } from "../../src/fix/index.js";
import type { PlanOptions } from "../../src/fix/plan.js";
import { lint } from "../../src/lint.js";
import type { Fix, Intent } from "../../src/rule/finding.js";
import { report, ruleThat } from "../engine/small-graph.js";
import { memoryTree } from "../rules/memory-tree.js";
import { spanOf } from "./edited.js";

const SERVER = `from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/api/chat/ws")
async def chat(ws: WebSocket):
    await ws.accept()
`;

const APP: Readonly<Record<string, string>> = {
	"package.json": '{ "devDependencies": { "vite": "^7.0.0" } }\n',
	"index.html": '<script type="module" src="/src/main.ts"></script>\n',
	"vite.config.ts":
		'\uFEFFimport { defineConfig } from "vite";\r\n\r\nexport default defineConfig({\r\n  server: {\r\n    proxy: {\r\n      // the backend\r\n      "/api": { target: "http://localhost:8000" }, // all of it\r\n    },\r\n  },\r\n});\r\n',
	"src/main.ts": `const scheme = location.protocol === "https:" ? "wss:" : "ws:";\nnew WebSocket(\`\${scheme}//\${location.host}/api/chat/ws\`);\n`,
	"main.py": SERVER,
	Procfile: "api: uvicorn main:app --port 8000\n",
	"requirements.txt": "fastapi\nuvicorn[standard]\n",
};

async function planned(
	files: Readonly<Record<string, string>>,
	options: PlanOptions = {},
) {
	const result = await lint({ tree: memoryTree(Object.entries(files)) });
	return planFixes(result, options);
}

const PROXY_PLUS =
	'      "/api": { target: "http://localhost:8000", ws: true }, // all of it\r\n';

describe("one repair", () => {
	test("byte order mark, line endings and comments stay", async () => {
		const plan = await planned(APP);
		expect(Object.fromEntries(plan.files)).toEqual({
			"vite.config.ts": (APP["vite.config.ts"] ?? "").replace(
				/ {6}"\/api".*\r\n/,
				PROXY_PLUS,
			),
		});
		expect(plan.applied).toEqual([
			{
				rule: "proxy/missing-ws",
				title: "Add `ws: true` to the `/api` proxy entry",
				safety: "safe",
			},
		]);
		expect(plan.dropped).toEqual([]);
	});

	test("applied twice changes nothing the second time", async () => {
		const plan = await planned(APP);
		const again = await planFixes(await lint({ tree: plan.tree }));
		expect([...again.files]).toEqual([]);
	});

	test("its edits are offsets in the file as it is", async () => {
		const tree = memoryTree(Object.entries(APP));
		const { findings } = await lint({ tree });
		const [fix] = findings[0]?.fixes ?? [];
		const text = APP["vite.config.ts"] ?? "";
		const at = text.indexOf("8000") + 5;
		expect(fix && (await editsFor(fix, tree))).toEqual([
			{ file: "vite.config.ts", start: at, end: at, text: ", ws: true" },
		]);
	});
});

test("a repair that only brings up the next fault goes on to repair that one too, as a unit", async () => {
	const files = {
		...APP,
		"src/main.ts": (APP["src/main.ts"] ?? "").replace("/chat/ws", "/chat/ws/"),
	};
	// Each of the two alone only brings up the other.
	expect((await planned(files)).dropped.map((d) => d.reason)).toEqual([
		"the socket would then fail in dev: proxy-without-upgrade",
		"the socket would then fail in dev: no-route",
	]);
	const plan = await planned(files, { unsafe: true });
	expect(plan.applied.map((a) => a.rule)).toEqual([
		"route/slash-mismatch",
		"proxy/missing-ws",
	]);
	expect(plan.files.get("src/main.ts")).toBe(APP["src/main.ts"]);
	const after = await lint({ tree: plan.tree });
	expect(after.summary).toMatchObject({ errors: 0, warnings: 0, resolved: 1 });
});

describe("which repairs", () => {
	const hardcoded = {
		...APP,
		"vite.config.ts": (APP["vite.config.ts"] ?? "").replace(
			'8000" }',
			'8000", ws: true }',
		),
		"src/vite-env.d.ts":
			'/// <reference types="vite/client" />\ninterface ImportMetaEnv {\n\treadonly VITE_TITLE: string;\n}\n',
		"src/main.ts": 'new WebSocket("ws://localhost:8000/api/chat/ws");\n',
	};

	test("what changes behaviour only when asked", async () => {
		expect([...(await planned(hardcoded)).files]).toEqual([]);
	});

	test("several files are one unit", async () => {
		const plan = await planned(hardcoded, { unsafe: true, prefer: "env-url" });
		expect(Object.fromEntries(plan.files)).toEqual({
			".env.development":
				"# wslint: was written into the code\nVITE_WS_URL=ws://localhost:8000/api/chat/ws\n",
			"src/main.ts": `new WebSocket(import.meta.env.VITE_WS_URL ?? \`\${location.protocol === "https:" ? "wss:" : "ws:"}//\${location.host}/api/chat/ws\`);\n`,
			"src/vite-env.d.ts":
				'/// <reference types="vite/client" />\ninterface ImportMetaEnv {\n\treadonly VITE_TITLE: string;\n\treadonly VITE_WS_URL?: string;\n}\n',
		});
	});

	test("the preferred answer of several", async () => {
		const plan = await planned(hardcoded, {
			unsafe: true,
			prefer: "same-origin",
		});
		expect(Object.fromEntries(plan.files)).toEqual({
			"src/main.ts": `new WebSocket(\`\${location.protocol === "https:" ? "wss:" : "ws:"}//\${location.host}/api/chat/ws\`);\n`,
		});
	});

	test("of some rules only", async () => {
		expect([
			...(await planned(APP, { rules: ["route/mismatch"] })).files,
		]).toEqual([]);
	});
});

/** Lints with one more rule, which offers these fixes at the head of one file. */
function withFixes(
	files: Readonly<Record<string, string>>,
	...fixes: readonly (readonly [file: string, fix: Fix, isBroken: RegExp])[]
): Promise<LintResult> {
	const tree = memoryTree(Object.entries(files));
	const rules = fixes.map(([file, fix, isBroken], i) => ({
		...ruleThat(`test/rule-${i}`, []),
		*check() {
			const text = current.readText(file);
			if ("text" in text && isBroken.test(text.text))
				yield report(place(file, [0, 1]), { fixes: [fix] });
		},
	}));
	let current = tree;
	const follow = async (result: Promise<LintResult>): Promise<LintResult> => {
		const linted = await result;
		return {
			...linted,
			relint: (next) => {
				current = next;
				return follow(linted.relint(next));
			},
		};
	};
	return follow(lint({ tree, rules }));
}

const replaceIn = (
	files: Readonly<Record<string, string>>,
	file: string,
	piece: string,
	text: string,
	title = "Replace it",
): Fix => ({
	title,
	safety: "safe",
	intents: [
		{
			do: "replace-text",
			at: { file, span: spanOf(files[file] ?? "", piece) },
			text,
		},
	],
});

describe("verification", () => {
	const files = {
		...APP,
		"vite.config.ts": (APP["vite.config.ts"] ?? "").replace(
			'8000" }',
			'8000", ws: true }',
		),
		".env": "VITE_WS=wss://chat.acme-metrics.io/ws\n",
		"src/main.ts": `new WebSocket(import.meta.env.VITE_WS);\nnew WebSocket(\`\${import.meta.env.VITE_WS}/b\`);\n`,
	};

	test("drops a safe fix that changes another connection, and says so", async () => {
		const fix = replaceIn(
			files,
			".env",
			"wss://chat.acme-metrics.io/ws",
			"wss://other.acme-metrics.io/ws",
		);
		const result = await withFixes(files, [".env", fix, /chat\.acme/]);
		const plan = await planFixes(result);
		expect([...plan.files]).toEqual([]);
		expect(plan.dropped).toEqual([
			{
				rule: "test/rule-0",
				title: "Replace it",
				reason:
					"it would change what src/main.ts dials in dev, which only --unsafe allows",
			},
		]);
	});

	test("drops what breaks the syntax of a file", async () => {
		const fix: Fix = {
			title: "Break it",
			safety: "safe",
			intents: [
				{
					do: "replace-expression",
					at: {
						file: "src/main.ts",
						span: spanOf(files["src/main.ts"], "import.meta.env.VITE_WS"),
					},
					code: ") (",
				},
			],
		};
		const result = await withFixes(files, [
			"src/main.ts",
			fix,
			/^new WebSocket\(import/,
		]);
		const plan = await planFixes(result);
		expect([...plan.files]).toEqual([]);
		expect(plan.dropped[0]?.reason).toMatch(/syntax error|no longer be found/);
	});

	test("of two that touch each other the first is made, the second planned on the result", async () => {
		const plain = { "a.env": "A=1\n" };
		const first = replaceIn(plain, "a.env", "1", "2", "First");
		const second = replaceIn(plain, "a.env", "1", "3", "Second");
		const plan = await planFixes(
			await withFixes(
				plain,
				["a.env", first, /A=1/],
				["a.env", second, /A=[12]/],
			),
		);
		expect(plan.applied.map((a) => a.title)).toEqual(["First", "Second"]);
		expect(plan.files.get("a.env")).toBe("A=3\n");
	});

	test("a fix that fails does not take the others with it", async () => {
		const plain = { "a.env": "A=1\n", "b.env": "B=1\n", "c.env": "C=1\n" };
		const plan = await planFixes(
			await withFixes(
				plain,
				["a.env", replaceIn(plain, "a.env", "1", "2", "Mend a"), /=1/],
				["b.env", replaceIn(plain, "b.env", "1", "2", "Mend b"), /B/],
				["c.env", replaceIn(plain, "c.env", "1", "2", "Mend c"), /=1/],
			),
		);
		expect(Object.fromEntries(plan.files)).toEqual({
			"a.env": "A=2\n",
			"c.env": "C=2\n",
		});
		expect(plan.dropped).toEqual([
			{
				rule: "test/rule-1",
				title: "Mend b",
				reason: "the problem would still be reported",
			},
		]);
	});

	test("paths narrow what is repaired", async () => {
		const tree = memoryTree(Object.entries(APP));
		const result = await lint({ tree, paths: ["requirements.txt"] });
		expect([...(await planFixes(result)).files]).toEqual([]);
	});

	test("never touches a secret, a file outside the root", async () => {
		const plain = { "a.env": "API_TOKEN=abcdefgh12345678\nB=1\n" };
		const plan = await planFixes(
			await withFixes(
				plain,
				[
					"a.env",
					replaceIn(plain, "a.env", "abcdefgh12345678", "x"),
					/abcdefgh/,
				],
				[
					"a.env",
					{
						title: "Reach out",
						safety: "safe",
						intents: [
							{
								do: "set-env",
								file: "../.env",
								key: "A",
								value: "1",
								reason: "r",
							},
						],
					},
					/B=1/,
				],
			),
		);
		expect([...plan.files]).toEqual([]);
		expect(plan.dropped.map((d) => d.reason)).toEqual([
			"it would rewrite a secret in a.env",
			"../.env lies outside the linted folder",
		]);
	});
});

test("the diff is a unified one, with secrets starred out", async () => {
	const files = {
		"a.env":
			'API_TOKEN=abcdefgh12345678\nURL=ws://me:pass@host/ws?token=0123456789\nK="-----BEGIN PRIVATE KEY\nmore"\nA=1\n',
	};
	const set = (file: string, key: string, value: string): Intent => ({
		do: "set-env",
		file,
		key,
		value,
		reason: "why",
	});
	const fix: Fix = {
		title: "Set both",
		safety: "safe",
		intents: [set("a.env", "A", "2"), set("new.env", "N", "1")],
	};
	const plan = await planFixes(await withFixes(files, ["a.env", fix, /A=1/]));
	const diff = diffPlan(plan);
	expect(diff).not.toMatch(/abcdefgh|pass|0123456789|PRIVATE|more/);
	expect(diff).toContain("--- a/a.env\n+++ b/a.env\n@@ -2,4 +2,5 @@\n");
	expect(diff).toContain("-A=1\n+# wslint: why\n+A=2\n");
	expect(diff).toContain(
		"--- /dev/null\n+++ b/new.env\n@@ -0,0 +1,2 @@\n+# wslint: why\n+N=1\n",
	);
});
