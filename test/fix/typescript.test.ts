import { describe, expect, test } from "vitest";
import { CannotEdit } from "../../src/fix/edit.js";
import type { Intent } from "../../src/rule/finding.js";
import { edited, editedText, spanOf } from "./edited.js";

const FILE = "vite.config.ts";
const ts = (text: string, ...intents: Intent[]) =>
	editedText(FILE, text, ...intents);

const at = (text: string, piece: string, file = FILE) => ({
	file,
	span: spanOf(text, piece),
});

const setWs = (text: string, object: string, value = true): Intent => ({
	do: "set-property",
	object: at(text, object),
	name: "ws",
	value,
});

describe("set-property", () => {
	test("of a one-line object", async () => {
		const text = "x({ proxy: { '/a': { target: 'http://b' } } });\n";
		expect(await ts(text, setWs(text, "{ target: 'http://b' }"))).toBe(
			"x({ proxy: { '/a': { target: 'http://b', ws: true } } });\n",
		);
	});

	test("of an object on several lines: indentation, line ending, trailing comma and comments stay", async () => {
		const object =
			"{\r\n    target: 'http://b', // the api\r\n    changeOrigin: true // last\r\n  }";
		const text = `\uFEFFexport default {\r\n  '/a': ${object},\r\n};\r\n`;
		expect(await ts(text, setWs(text, object))).toBe(
			text.replace(
				"changeOrigin: true // last\r\n",
				"changeOrigin: true, // last\r\n    ws: true\r\n",
			),
		);
		const comma = object.replace("true // last", "true, // last");
		const other = text.replace(object, comma);
		expect(await ts(other, setWs(other, comma))).toBe(
			other.replace("// last\r\n", "// last\r\n    ws: true,\r\n"),
		);
	});

	test("that is there is changed, and not twice", async () => {
		const text = "p({ '/a': { ws: false, target } });\n";
		const once = await ts(text, setWs(text, "{ ws: false, target }"));
		expect(once).toBe("p({ '/a': { ws: true, target } });\n");
		expect(await ts(once, setWs(once, "{ ws: true, target }"))).toBe(once);
	});

	test.each(['"http://b:1"', `\`http://\${host}:1\``, "BACKEND"])(
		"turns the shorthand %s into the object it stands for",
		async (target) => {
			const text = `p({ "/a": ${target} }); // end\n`;
			expect(await ts(text, setWs(text, target))).toBe(
				`p({ "/a": { target: ${target}, changeOrigin: true, ws: true } }); // end\n`,
			);
		},
	);

	test("a constant that others read is no proxy entry", async () => {
		const text = 'const API = "http://b";\np({ "/a": API });\n';
		await expect(ts(text, setWs(text, '"http://b"'))).rejects.toThrow(
			CannotEdit,
		);
	});
});

describe("add-entry", () => {
	const add = (text: string, object: string): Intent => ({
		do: "add-entry",
		object: at(text, object),
		path: ["server", "proxy"],
		key: "/ws",
		value: { target: "http://localhost:8000", ws: true },
	});

	test("creates what is missing, in the layout and the quotes of the file", async () => {
		const object = "{\n  plugins: [vue()],\n}";
		const text = `import vue from 'v'\nexport default defineConfig(${object})\n`;
		const once = await ts(text, add(text, object));
		expect(once).toBe(
			`import vue from 'v'
export default defineConfig({
  plugins: [vue()],
  server: {
    proxy: {
      '/ws': { target: 'http://localhost:8000', ws: true },
    },
  },
})
`,
		);
		const whole = once.slice(once.indexOf("({") + 1, once.lastIndexOf("}") + 1);
		expect(await ts(once, add(once, whole))).toBe(once);
	});

	test("goes into the objects that are there", async () => {
		const text =
			'export default { server: { proxy: { "/api": "http://a" } } };\n';
		expect(await ts(text, add(text, text.slice(15, -2)))).toBe(
			'export default { server: { proxy: { "/api": "http://a", "/ws": { target: "http://localhost:8000", ws: true } } } };\n',
		);
	});

	test("into an empty config", async () => {
		expect(
			await ts("export default {};\n", add("export default {};\n", "{}")),
		).toBe(
			'export default { server: { proxy: { "/ws": { target: "http://localhost:8000", ws: true } } } };\n',
		);
	});

	test("refuses a value that is no object literal", async () => {
		const text = "export default { server: shared };\n";
		await expect(ts(text, add(text, "{ server: shared }"))).rejects.toThrow(
			CannotEdit,
		);
	});
});

describe("replace-text", () => {
	test.each([
		["'ws://a'", "it's", "'it\\'s'"],
		['"ws://a"', "ws://b", '"ws://b"'],
		["`ws://a`", "`${", "`\\`\\${`"],
	])("keeps the quotes of %s", async (literal, text, written) => {
		const code = `new WebSocket(${literal});\n`;
		expect(
			await ts(code, { do: "replace-text", at: at(code, literal), text }),
		).toBe(`new WebSocket(${written});\n`);
	});

	test("inside a template literal only the run changes", async () => {
		const code = `new WebSocket(\`ws://\${host}/old/\${id}\`);\n`;
		expect(
			await ts(code, {
				do: "replace-text",
				at: at(code, "/old/"),
				text: "/new/",
			}),
		).toBe(`new WebSocket(\`ws://\${host}/new/\${id}\`);\n`);
	});

	test("needs no syntax tree, and refuses what is no literal", async () => {
		const code = "const a = b + c;\n";
		await expect(
			ts(code, { do: "replace-text", at: at(code, "b + c"), text: "x" }),
		).rejects.toThrow(CannotEdit);
	});
});

describe("replace-expression", () => {
	const put = (
		text: string,
		piece: string,
		code: string,
		file = FILE,
	): Intent => ({
		do: "replace-expression",
		at: at(text, piece, file),
		code,
	});
	const BY_SCHEME = '(location.protocol === "https:" ? "wss:" : "ws:")';

	test("a run of a template literal becomes an interpolation", async () => {
		const code = `new WebSocket(\`ws:\${rest}\`);\n`;
		expect(await ts(code, put(code, "ws:", BY_SCHEME))).toBe(
			`new WebSocket(\`\${location.protocol === "https:" ? "wss:" : "ws:"}\${rest}\`);\n`,
		);
	});

	test("what is a template itself goes into the run without another pair of backticks", async () => {
		const code = `import a from 'a';\nnew WebSocket(\`ws://h/ws?id=\${id}\`);\n`;
		const url = `\`\${a ? "wss:" : "ws:"}//\${location.host}/ws?id=\``;
		expect(await ts(code, put(code, "ws://h/ws?id=", url))).toBe(
			`import a from 'a';\nnew WebSocket(\`\${a ? 'wss:' : 'ws:'}//\${location.host}/ws?id=\${id}\`);\n`,
		);
	});

	test("brackets stay where they are needed, and quotes are those of the file", async () => {
		const sum = "import a from 'a';\nconst u = 'ws:' + rest;\n";
		expect(await ts(sum, put(sum, "'ws:'", BY_SCHEME))).toBe(
			"import a from 'a';\nconst u = (location.protocol === 'https:' ? 'wss:' : 'ws:') + rest;\n",
		);
		const alone = 'const u = "ws:";\n';
		expect(await ts(alone, put(alone, '"ws:"', BY_SCHEME))).toBe(
			'const u = location.protocol === "https:" ? "wss:" : "ws:";\n',
		);
	});

	test("brackets are added where an operator would bind otherwise", async () => {
		const code = 'const u = env || "ws://a";\n';
		expect(await ts(code, put(code, '"ws://a"', 'key ?? "x"'))).toBe(
			'const u = env || (key ?? "x");\n',
		);
	});

	test("$& stands for what is replaced, dollars and all", async () => {
		const code = 'new WebSocket("/a$1");\n';
		expect(
			await ts(code, put(code, '"/a$1"', "new URL($&, location.href).href")),
		).toBe('new WebSocket(new URL("/a$1", location.href).href);\n');
	});

	test("a key without quotes, or between its quotes, becomes a quoted one", async () => {
		const code = "p({ api: 1 });\n";
		expect(await ts(code, put(code, "api", '"/api"'))).toBe(
			'p({ "/api": 1 });\n',
		);
	});

	const withImport = (text: string, piece: string, file = FILE): Intent => ({
		do: "replace-expression",
		at: at(text, piece, file),
		code: "loadEnv().X",
		imports: [{ from: "vite", name: "loadEnv" }],
	});

	test("imports what the code needs, once, into the import that is there", async () => {
		const text =
			'import { defineConfig } from "vite";\nexport default [env.X, env.X2];\n';
		expect(
			await ts(text, withImport(text, "env.X"), withImport(text, "env.X2")),
		).toBe(
			'import { defineConfig, loadEnv } from "vite";\nexport default [loadEnv().X, loadEnv().X];\n',
		);
	});

	test("a new import follows the others, in their style", async () => {
		const text = "import a from 'a'\r\n\r\nexport default env.X\r\n";
		expect(await ts(text, withImport(text, "env.X"))).toBe(
			"import a from 'a'\r\nimport { loadEnv } from 'vite'\r\n\r\nexport default loadEnv().X\r\n",
		);
		const bare = '"use client";\nexport default env.X;\n';
		expect(await ts(bare, withImport(bare, "env.X"))).toBe(
			'"use client";\nimport { loadEnv } from "vite";\nexport default loadEnv().X;\n',
		);
	});

	test("in the script block of a component", async () => {
		const vue =
			'<template><p>"ws://a"</p></template>\n\n<script setup lang="ts">\nimport { ref } from "vue";\nconst s = new WebSocket(env.X);\n</script>\n';
		expect(
			await editedText("App.vue", vue, withImport(vue, "env.X", "App.vue")),
		).toBe(
			vue
				.replace("env.X", "loadEnv().X")
				.replace('"vue";\n', '"vue";\nimport { loadEnv } from "vite";\n'),
		);
		const astro = "---\nconst s = env.X;\n---\n<p>{s}</p>\n";
		expect(
			await editedText("a.astro", astro, withImport(astro, "env.X", "a.astro")),
		).toBe(
			'---\nimport { loadEnv } from "vite";\nconst s = loadEnv().X;\n---\n<p>{s}</p>\n',
		);
	});
});

describe("keys, items and order", () => {
	const rename = (text: string, piece: string): Intent => ({
		do: "rename-env-key",
		at: at(text, piece),
		to: "VITE_U",
	});

	test.each([
		["f(import.meta.env.U);", "f(import.meta.env.VITE_U);"],
		['f(import.meta.env["U"]);', 'f(import.meta.env["VITE_U"]);'],
		[
			"const { U } = import.meta.env;",
			"const { VITE_U: U } = import.meta.env;",
		],
		["const { U: a } = process.env;", "const { VITE_U: a } = process.env;"],
	])("renames the key of %s", async (before, after) => {
		const key = before.indexOf("U");
		expect(
			await ts(before, {
				...rename(before, "U"),
				at: { file: FILE, span: [key, key + 1] },
			} as Intent),
		).toBe(after);
	});

	test("removes a property with its comma and its line", async () => {
		const text =
			"p({\n\ttarget: 'a',\n\trewrite: (p) =>\n\t\tp.slice(1), // no prefix\n\tws: true,\n});\n";
		const remove = (piece: string): Intent => ({
			do: "remove",
			at: at(text, piece),
		});
		expect(await ts(text, remove("rewrite: (p) =>\n\t\tp.slice(1)"))).toBe(
			"p({\n\ttarget: 'a',\n\tws: true,\n});\n",
		);
		const inline = "f([1, '*', 2], { a: 1 }, ['*']);\n";
		const one = (piece: string): Intent => ({
			do: "remove",
			at: at(inline, piece),
		});
		expect(await ts(inline, one("'*'"))).toBe("f([1, 2], { a: 1 }, ['*']);\n");
		expect(await ts(inline, one("2"))).toBe("f([1, '*'], { a: 1 }, ['*']);\n");
		expect(await ts(inline, one("a: 1"))).toBe("f([1, '*', 2], {}, ['*']);\n");
	});

	test("adds an item in the quotes of its neighbours, once", async () => {
		const text = "cors({ origin: ['http://a'] });\n";
		const add = (list: string, source: string): Intent => ({
			do: "add-item",
			list: at(source, list),
			form: "array",
			text: "http://b",
		});
		const once = await ts(text, add("['http://a']", text));
		expect(once).toBe("cors({ origin: ['http://a', 'http://b'] });\n");
		expect(await ts(once, add("['http://a', 'http://b']", once))).toBe(once);
	});

	test("adds to comma text inside its quotes", async () => {
		const text = 'cors("http://a".split(","));\n';
		expect(
			await ts(text, {
				do: "add-item",
				list: at(text, '"http://a"'),
				form: "comma-text",
				text: "http://b",
			}),
		).toBe('cors("http://a,http://b".split(","));\n');
	});

	test("moves an entry, with its comments, before another", async () => {
		const text =
			"p({\n\t// all\n\t'/': a,\n\t// sockets\n\t'/ws': b // last\n});\n";
		const move = (entry: string, before: string, source: string): Intent => ({
			do: "move-before",
			entry: at(source, entry),
			before: at(source, before),
		});
		const once = await ts(text, move("'/ws': b", "'/': a", text));
		expect(once).toBe(
			"p({\n\t// sockets\n\t'/ws': b, // last\n\t// all\n\t'/': a\n});\n",
		);
		expect(await ts(once, move("'/ws': b", "'/': a", once))).toBe(once);
		const inline = "p({ '/': a, '/ws': b });\n";
		expect(await ts(inline, move("'/ws': b", "'/': a", inline))).toBe(
			"p({ '/ws': b, '/': a });\n",
		);
	});
});

describe("declare-env-type", () => {
	const declare: Intent = {
		do: "declare-env-type",
		appRoot: "web",
		key: "VITE_WS_URL",
	};
	const path = "web/src/vite-env.d.ts";

	test("adds a member in the style of the others, once", async () => {
		const text =
			'/// <reference types="vite/client" />\ninterface ImportMetaEnv {\n  readonly VITE_A: string\n}\n';
		const once = await edited({ [path]: text }, declare);
		expect(once).toEqual({
			[path]: text.replace(
				"string\n}",
				"string\n  readonly VITE_WS_URL?: string\n}",
			),
		});
		expect(await edited(once, declare)).toEqual({});
	});

	test.each([
		[
			"interface ImportMetaEnv {}\n",
			"interface ImportMetaEnv {\n\treadonly VITE_WS_URL?: string;\n}\n",
		],
		[
			"declare global {\n\tinterface ImportMetaEnv { A: string; }\n}\n",
			"declare global {\n\tinterface ImportMetaEnv { A: string;\n\t\tVITE_WS_URL?: string;\n\t}\n}\n",
		],
	])("opens a one-line interface %j", async (text, after) => {
		expect(await edited({ [path]: text }, declare)).toEqual({ [path]: after });
	});

	test("changes nothing where the app declares no such types", async () => {
		expect(
			await edited(
				{ [path]: '/// <reference types="vite/client" />\n' },
				declare,
			),
		).toEqual({});
	});
});

test("a fix is refused whole when one of its intents cannot be made", async () => {
	const text = "p({ a: 1 });\n";
	await expect(
		ts(
			text,
			{ do: "remove", at: at(text, "a: 1") },
			{ do: "set-property", object: at(text, "p"), name: "b", value: 1 },
		),
	).rejects.toThrow(CannotEdit);
});
