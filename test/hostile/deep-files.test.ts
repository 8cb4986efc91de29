import { test } from "vitest";
import { type Bad, expectOneLineEach, socket } from "./bad-file.js";

/** Deeper than any parser's stack; its end would end the process, and this file with it. */
const DEEP = 70_000;

const BAD: Readonly<Record<string, Bad>> = {
	"a deeply nested package.json": {
		files: { "tools/package.json": "[".repeat(DEEP) },
		notes: [/^tools\/package\.json /],
	},
	"deeply nested dependencies": {
		files: {
			"tools/package.json": `{ "exports": ${'{ "import": '.repeat(DEEP)}""${" }".repeat(DEEP)} }`,
		},
		notes: [/^tools\/package\.json /],
	},
	"a deeply nested tsconfig": {
		files: { "web/tsconfig.json": '{ "a": '.repeat(DEEP) },
		notes: [/^web\/tsconfig\.json /],
	},
	"deeply nested YAML": {
		files: { "compose.yaml": `services: ${"[".repeat(DEEP)}` },
		notes: [/^compose\.yaml /],
	},
	"deeply nested TOML": {
		files: { "api/pyproject.toml": `a = ${"[".repeat(DEEP)}` },
		notes: [/^api\/pyproject\.toml /],
	},
	"deeply nested brackets": {
		files: { "web/src/deep.ts": socket(`const a = ${"[\n".repeat(DEEP)}`) },
		notes: [/^web\/src\/deep\.ts /],
	},
	"deeply nested calls": {
		files: {
			"web/src/deep.ts": socket(`${"f(\n".repeat(5000)}${")".repeat(5000)}`),
		},
		notes: [/^web\/src\/deep\.ts /],
	},
	"a long sum": {
		files: {
			"web/src/sum.ts": `new WebSocket("ws://localhost:8000/api/chat/ws"${'\n+ ""'.repeat(20_000)});\n`,
		},
		notes: [/^web\/src\/sum\.ts /],
	},
	"deeply nested Python": {
		files: {
			"api/deep.py": `app = FastAPI()\na = ${"(\n".repeat(DEEP)}`,
		},
		notes: [/^api\/deep\.py /],
	},
	"deeply nested Go": {
		files: {
			"other/main.go": `package main\n\nimport "github.com/gorilla/websocket"\n\nfunc main() { x := ${"(\n".repeat(DEEP)}`,
		},
		notes: [/^other\/main\.go has a syntax error \(.+\)$/],
	},
	"deeply nested Java": {
		files: {
			"other/A.java": `@ServerEndpoint("/ws") class A { Object x = ${"(\n".repeat(DEEP)}`,
		},
		notes: [/^other\/A\.java has a syntax error \(.+\)$/],
	},
	"deeply nested nginx blocks": {
		files: { "nginx.conf": `http { server { ${"location / {\n".repeat(DEEP)}` },
		notes: ["nginx.conf is nested too deeply to be read"],
	},
	"deeply nested markup": {
		files: {
			"web/src/Deep.vue": `${"<div>".repeat(DEEP)}<script>${socket("")}</script>`,
		},
		notes: [],
	},
};

test.each(Object.entries(BAD))(
	"%s: one clear line, and the rest is linted",
	(_, bad) => expectOneLineEach(bad),
);

/** Statements and expressions that nest without a bracket that stays open, each repeated. */
const NESTING: Readonly<Record<string, readonly [string, string, string?]>> = {
	"else if": ["", "if (a) {} else\n", ";"],
	"for without braces": ["", "for (;;)\n", ";"],
	labels: ["", "a:\n", ";"],
	"prefix operators": ["x =", "typeof\n", "y"],
	"new without arguments": ["x =", "new\n", "y"],
	"the in operator": ["x = a", " in a\n"],
	"logical operators": ["x = a", "\n|| a"],
	comparisons: ["x = a", "\n< a"],
	"type arguments": ["let x:", "A<\n"],
	"type operators": ["type X =", "keyof\n", "Y"],
	"type assertions": ["x = a", " as a\n"],
	"class expressions": ["x =", "class extends\n", "A {}"],
	"member chains": ["x = a", "\n.b"],
	"optional calls": ["x = a", "\n?.()"],
	ternaries: ["x =", "a ? b :\n", "c"],
	"arrow functions": ["x =", "a =>\n", "b"],
	assignments: ["x =", "a =\n", "1"],
	templates: ["x =", "`${\n"],
	elements: ["x =", "<a>\n"],
};

test.each(Object.entries(NESTING))(
	"JavaScript nested by %s does not end the process",
	(_, [before, repeated, after = ""]) => {
		const text = socket(`${before}${repeated.repeat(DEEP)}${after}\n`);
		const note = (file: string) =>
			`${file} has a syntax error (is nested too deeply to be read)`;
		return expectOneLineEach({
			files: { "web/src/a.js": text, "web/src/b.tsx": text },
			notes: [note("web/src/a.js"), note("web/src/b.tsx")],
		});
	},
);
