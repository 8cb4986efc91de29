import { describe, expect, test } from "vitest";
import { CannotEdit } from "../../src/fix/edit.js";
import type { Intent } from "../../src/rule/finding.js";
import { editedText, spanOf } from "./edited.js";

const at = (file: string, text: string, piece: string) => ({
	file,
	span: spanOf(text, piece),
});

describe("Python", () => {
	const FILE = "main.py";
	const py = (text: string, ...intents: Intent[]) =>
		editedText(FILE, text, ...intents);
	const replace = (text: string, piece: string, put: string): Intent => ({
		do: "replace-text",
		at: at(FILE, text, piece),
		text: put,
	});

	test.each([
		["'a'", "it's", "'it\\'s'"],
		['r"a"', "b", 'r"b"'],
		['"""a"""', "b", '"""b"""'],
		['f"a"', "{b}", 'f"{{b}}"'],
	])("keeps prefix and quotes of %s", async (literal, put, written) => {
		const text = `x = ${literal}  # note\n`;
		expect(await py(text, replace(text, literal, put))).toBe(
			`x = ${written}  # note\n`,
		);
	});

	test("the run of an f-string", async () => {
		const text = 'x = f"ws://{host}/old"\n';
		expect(await py(text, replace(text, "/old", "/new"))).toBe(
			'x = f"ws://{host}/new"\n',
		);
		await expect(py(text, replace(text, "/old", "/{new}"))).rejects.toThrow(
			CannotEdit,
		);
	});

	const begin = (text: string, body: string): Intent => ({
		do: "begin-body",
		at: at(FILE, text, body),
		lines: ["if done:", "\treturn"],
	});

	test("the beginning of a body is behind its docstring, with the file's own indentation and line endings", async () => {
		const text = 'def f():\r\n\t"""Says it."""\r\n\tgo()\r\n';
		expect(await py(text, begin(text, '"""Says it."""\r\n\tgo()'))).toBe(
			'def f():\r\n\t"""Says it."""\r\n\tif done:\r\n\t\treturn\r\n\tgo()\r\n',
		);
	});

	test("a body without docstring begins above its first remark; one on the line of its def has no beginning", async () => {
		const text = "def f():\n    # why\n    go()\n";
		expect(await py(text, begin(text, "go()"))).toBe(
			"def f():\n    if done:\n        return\n    # why\n    go()\n",
		);
		const short = "def f(): go()\n";
		await expect(py(short, begin(short, "go()"))).rejects.toThrow(CannotEdit);
	});

	test("literals side by side are no single one", async () => {
		const text = 'x = ("a" "b")\n';
		await expect(py(text, replace(text, '"a" "b"', "c"))).rejects.toThrow(
			CannotEdit,
		);
	});

	const LIST = "[\r\n    'http://a',\r\n    'http://b'  # last\r\n]";
	const add = (text: string, list: string): Intent => ({
		do: "add-item",
		list: at(FILE, text, list),
		form: "array",
		text: "http://c",
	});

	test("appends to a list on several lines, comments and line endings kept, once", async () => {
		const text = `origins = ${LIST}\r\n`;
		const once = await py(text, add(text, LIST));
		expect(once).toBe(
			"origins = [\r\n    'http://a',\r\n    'http://b',  # last\r\n    'http://c'\r\n]\r\n",
		);
		expect(await py(once, add(once, once.slice(10, -2)))).toBe(once);
	});

	test("appends to an empty list, a tuple, and comma text", async () => {
		const text = 'a = []\nb = ("x",)\nc = "http://a".split(",")\n';
		expect(
			await py(text, add(text, "[]"), add(text, '("x",)'), {
				do: "add-item",
				list: at(FILE, text, '"http://a"'),
				form: "comma-text",
				text: "http://c",
			}),
		).toBe(
			'a = ["http://c"]\nb = ("x", "http://c",)\nc = "http://a,http://c".split(",")\n',
		);
	});

	test("removes an item with its line, and an argument", async () => {
		const text = `f(x, origins=${LIST})\r\n`;
		const remove = (piece: string): Intent => ({
			do: "remove",
			at: at(FILE, text, piece),
		});
		expect(await py(text, remove("'http://b'"))).toBe(
			"f(x, origins=[\r\n    'http://a'\r\n])\r\n",
		);
		expect(await py(text, remove("x"))).toBe(`f(origins=${LIST})\r\n`);
	});

	test("removes a statement with its remark, and leaves no empty block", async () => {
		const text =
			"def f():\n    a()\n    b()  # once\n    c()\ndef g():\n    d()\n";
		const remove = (piece: string): Intent => ({
			do: "remove",
			at: at(FILE, text, piece),
		});
		expect(await py(text, remove("b()"), remove("d()"))).toBe(
			"def f():\n    a()\n    c()\ndef g():\n    pass\n",
		);
	});

	test("replaces a whole expression", async () => {
		const text = 'cors(allow_origins="http://a")\n';
		expect(
			await py(text, {
				do: "replace-expression",
				at: at(FILE, text, '"http://a"'),
				code: "[$&]",
			}),
		).toBe('cors(allow_origins=["http://a"])\n');
	});
});

describe("YAML", () => {
	const FILE = "compose.yml";
	const yaml = (text: string, ...intents: Intent[]) =>
		editedText(FILE, text, ...intents);
	const TEXT =
		"services:\r\n  web:\r\n    environment:\r\n      - WS=ws://a # dev\r\n      - \"Q=1\"\r\n    labels: { u: 'x' }\r\n    origins: [a, b]\r\n";
	const replace = (piece: string, put: string): Intent => ({
		do: "replace-text",
		at: at(FILE, TEXT, piece),
		text: put,
	});

	test("a part of a scalar, in place", async () => {
		expect(await yaml(TEXT, replace("ws://a", "ws://b/c"))).toBe(
			TEXT.replace("ws://a", "ws://b/c"),
		);
		expect(await yaml(TEXT, replace("x", "y"))).toBe(
			TEXT.replace("'x'", "'y'"),
		);
	});

	test("is quoted where it would be read as something else", async () => {
		expect(await yaml(TEXT, replace("ws://a", "a #b"))).toBe(
			TEXT.replace("WS=ws://a", '"WS=a #b"'),
		);
	});

	test("an item of a flow list, and a line", async () => {
		expect(
			await yaml(
				TEXT,
				{
					do: "add-item",
					list: at(FILE, TEXT, "[a, b]"),
					form: "array",
					text: "c",
				},
				{ do: "remove", at: at(FILE, TEXT, "Q") },
			),
		).toBe(
			TEXT.replace("[a, b]", '[a, b, "c"]').replace('      - "Q=1"\r\n', ""),
		);
	});
});

describe("JSON", () => {
	const FILE = "proxy.conf.json";
	const json = (text: string, ...intents: Intent[]) =>
		editedText(FILE, text, ...intents);
	const set = (text: string, object: string): Intent => ({
		do: "set-property",
		object: at(FILE, text, object),
		name: "ws",
		value: true,
	});

	test("sets a property, comments and line endings kept, once", async () => {
		const object = '{\r\n    "target": "http://a" // api\r\n  }';
		const text = `\uFEFF{\r\n  "/api": ${object}\r\n}\r\n`;
		const once = await json(text, set(text, object));
		expect(once).toBe(
			'\uFEFF{\r\n  "/api": {\r\n    "target": "http://a", // api\r\n    "ws": true\r\n  }\r\n}\r\n',
		);
		expect(await json(once, set(once, '{\r\n    "target"'))).toBe(once);
	});

	test("turns a shorthand into an object, replaces text, adds and removes", async () => {
		const text = '{\n  "/a": "http://a",\n  "b": ["x"],\n  "c": 1\n}\n';
		expect(await json(text, set(text, '"http://a"'))).toBe(
			text.replace(
				'"http://a"',
				'{ "target": "http://a", "changeOrigin": true, "ws": true }',
			),
		);
		expect(
			await json(
				text,
				{ do: "replace-text", at: at(FILE, text, '"http://a"'), text: "h" },
				{
					do: "add-item",
					list: at(FILE, text, '["x"]'),
					form: "array",
					text: "y",
				},
				{ do: "remove", at: at(FILE, text, '"c"') },
			),
		).toBe('{\n  "/a": "h",\n  "b": ["x", "y"]\n}\n');
	});
});

describe("requirements", () => {
	const need = (file: string, requirement: string): Intent => ({
		do: "require",
		file,
		requirement,
	});

	test("a line at the end of requirements.txt, once", async () => {
		const file = "requirements.txt";
		const once = await editedText(
			file,
			"fastapi==1 # web\r\nuvicorn",
			need(file, "websockets"),
		);
		expect(once).toBe("fastapi==1 # web\r\nuvicorn\r\nwebsockets\r\n");
		expect(await editedText(file, once, need(file, "websockets"))).toBe(once);
	});

	test("extras of a requirement that is there; never of one pinned by hash", async () => {
		const file = "requirements/base.txt";
		const replace = (text: string): Intent =>
			({
				...need(file, "uvicorn[standard]>=0.3"),
				replaces: at(file, text, "uvicorn>=0.3"),
			}) as Intent;
		const text = 'uvicorn>=0.3 ; python_version > "3" # server\n';
		expect(await editedText(file, text, replace(text))).toBe(
			'uvicorn[standard]>=0.3 ; python_version > "3" # server\n',
		);
		const pinned = "uvicorn>=0.3 \\\n    --hash=sha256:00\n";
		await expect(editedText(file, pinned, replace(pinned))).rejects.toThrow(
			CannotEdit,
		);
	});

	test("pyproject.toml: the list of dependencies, or Poetry's table", async () => {
		const file = "pyproject.toml";
		const pep =
			'[project]\nname = "x"\ndependencies = [\n    "fastapi", # [web]\n]\n[tool.x]\n';
		expect(await editedText(file, pep, need(file, "websockets>=12"))).toBe(
			pep.replace("# [web]\n", '# [web]\n    "websockets>=12",\n'),
		);
		const poetry =
			'[tool.poetry.dependencies]\npython = "^3.11"\nuvicorn = "^0.30"\n\n[build-system]\n';
		expect(await editedText(file, poetry, need(file, "websockets"))).toBe(
			poetry.replace('"^0.30"\n', '"^0.30"\nwebsockets = "*"\n'),
		);
		expect(
			await editedText(file, poetry, {
				do: "require",
				file,
				requirement: "uvicorn[standard]^0.30",
				replaces: at(file, poetry, "uvicorn"),
			}),
		).toBe(
			poetry.replace('"^0.30"', '{ version = "^0.30", extras = ["standard"] }'),
		);
	});

	test("Pipfile", async () => {
		const text = '[packages]\nuvicorn = {version = "*", index = "pypi"}\n';
		expect(
			await editedText("Pipfile", text, need("Pipfile", "websockets"), {
				do: "require",
				file: "Pipfile",
				requirement: "uvicorn[standard]",
				replaces: at("Pipfile", text, "uvicorn"),
			}),
		).toBe(
			'[packages]\nuvicorn = {version = "*", index = "pypi", extras = ["standard"]}\nwebsockets = "*"\n',
		);
	});
});

describe("other files", () => {
	test("plain words are replaced by plain words", async () => {
		const text = "ENV WS_URL=ws://a:1\nCMD run --url 'ws://a:2'\n";
		const put = (piece: string, put: string): Intent => ({
			do: "replace-text",
			at: at("Dockerfile", text, piece),
			text: put,
		});
		expect(
			await editedText(
				"Dockerfile",
				text,
				put("ws://a:1", "ws://b"),
				put("'ws://a:2'", "ws://c"),
			),
		).toBe("ENV WS_URL=ws://b\nCMD run --url 'ws://c'\n");
		await expect(
			editedText("Dockerfile", text, put("ws://a:1", "$(x)")),
		).rejects.toThrow(CannotEdit);
	});
});
