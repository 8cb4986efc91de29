import { expect, test } from "vitest";
import { extractCommands } from "../../../src/extract/commands/index.js";
import { extractWorkflow } from "../../../src/extract/commands/workflow.js";

type Format = Parameters<typeof extractCommands>[1] | "workflow";

const extract = (text: string, format: Format) =>
	format === "workflow" ? extractWorkflow(text) : extractCommands(text, format);

/** Each command as [text, folder, its variables]. */
const read = (text: string, format: Format = "shell") =>
	extract(text, format).commands.map((c) => [
		c.text,
		c.cwd,
		Object.fromEntries(c.env.map((v) => [v.key, v.value])),
	]);
const texts = (text: string, format: Format = "shell") =>
	extract(text, format).commands.map((c) => c.text);

const braced = (name: string) => `$\{${name}}`;

test("cd holds for what follows, a subshell gives it back", () => {
	expect(
		read(
			"cd backend && uvicorn main:app &\n(cd ../web; npm run dev)\nls\ncd ..\nnpm test\n",
		),
	).toEqual([
		["uvicorn main:app", "backend", {}],
		["npm run dev", "web", {}],
		["ls", "backend", {}],
		["npm test", "", {}],
	]);
});

test("cd to the script's own folder, and to a place nobody knows", () => {
	expect(
		read(
			'cd "$(dirname "$0")/.." || exit 1\na\ncd "$SOMEWHERE"\nb\ncd web > /dev/null\nc\n',
		),
	).toEqual([
		["exit 1", "..", {}],
		["a", "..", {}],
		["b", undefined, {}],
		["c", "web", {}],
	]);
});

test("cd into a fresh clone stays at the root", () => {
	expect(
		read("git clone https://h/o/chat.git\ncd chat\ncd web\nnpm ci").at(-1),
	).toEqual(["npm ci", "web", {}]);
});

test("variables: in front of a command, exported above, through env and cross-env", () => {
	const text =
		"export PORT=8000 HOST='0.0.0.0'\nA=\"x y\" exec uvicorn app --port $PORT\nB=1\nnpx cross-env C=2 vite build\n";
	expect(read(text)).toEqual([
		[
			"uvicorn app --port $PORT",
			undefined,
			{ PORT: "8000", HOST: "0.0.0.0", A: "x y" },
		],
		[
			"vite build",
			undefined,
			{ PORT: "8000", HOST: "0.0.0.0", B: "1", C: "2" },
		],
	]);
	const [command] = extract(text, "shell").commands;
	expect(text.slice(...(command?.at ?? [0, 0]))).toBe(
		"uvicorn app --port $PORT",
	);
	expect(command?.env.map((v) => text.slice(...v.valueAt))).toEqual([
		"8000",
		"0.0.0.0",
		"x y",
	]);
});

test("quotes, substitutions, redirections and pipes do not split a command", () => {
	for (const command of [
		`sh -c "a && b; c"`,
		"echo 'a & b' | tee x",
		"a 2>&1",
		"a &> log",
		`docker build --build-arg A=${braced("{ x && y }")} .`,
	])
		expect(texts(command)).toEqual([command]);
});

test("continued lines are one command", () => {
	const text =
		"uvicorn main:app \\\n  --host 0.0.0.0 \\\r\n  --port 8000 # dev\n";
	const [command] = extract(text, "shell").commands;
	expect(command?.text).toBe("uvicorn main:app --host 0.0.0.0 --port 8000");
	expect(text.slice(...(command?.at ?? [0, 0]))).toMatch(/8000$/);
});

test("structure words, comments, case labels and here-documents are no commands", () => {
	expect(
		texts(
			"#!/bin/sh\nset -e\nA=(x\n y)\nif [ -f x ]; then\n  a # c\nelse b; fi\ncase $1 in\n  dev) c ;;\nesac\nrun() {\n  d\n}\ncat > .env <<EOF\nA=1 && rm\nEOF\nwhile true; do e; done\n",
		),
	).toEqual(["a", "b", "c", "d", "cat > .env <<EOF", "e"]);
});

test("Procfile", () => {
	expect(
		read("web: PORT=1 gunicorn app\nworker: cd w && python x.py\n", "procfile"),
	).toEqual([
		["gunicorn app", undefined, { PORT: "1" }],
		["python x.py", "w", {}],
	]);
});

test("Makefile: every recipe line is a shell of its own, variables are set for all", () => {
	expect(
		read(
			"PORT ?= 8000 # the port\n.PHONY: dev\ndev: build\n\t@cd api && uvicorn app --port $(PORT)\n\t-echo $$HOME\n",
			"makefile",
		),
	).toEqual([
		[`uvicorn app --port ${braced("PORT")}`, "api", { PORT: "8000" }],
		["echo $HOME", undefined, { PORT: "8000" }],
	]);
});

test("Justfile", () => {
	expect(
		read('port := "8000"\ndev:\n    @vite --port {{ port }}\n', "makefile"),
	).toEqual([[`vite --port ${braced("port")}`, undefined, { port: "8000" }]]);
});

const WORKFLOW = `
env: { ROOT: 1 }
defaults:
  run:
    working-directory: web
jobs:
  build:
    env:
      VITE_WS_URL: wss://h/ws
    steps:
      - uses: actions/checkout@v4
      - run: |
          npm ci
          echo "VITE_B=2" >> $GITHUB_ENV
      - run: npm run build
        working-directory: ./app/
        env:
          C: "3" # wslint-disable-line env/x
      - run: >
          npm test
          -- --run
      - uses: docker/build-push-action@v5
        with:
          context: ./web
          build-args: |
            VITE_WS_URL=wss://prod/ws
`;

test("GitHub workflow: folders, variables of all levels and of earlier steps", () => {
	const base = { ROOT: "1", VITE_WS_URL: "wss://h/ws" };
	expect(read(WORKFLOW, "workflow")).toEqual([
		["npm ci", "../../web", base],
		['echo "VITE_B=2" >> $GITHUB_ENV', "../../web", { ...base, VITE_B: "2" }],
		["npm run build", "../../app", { ...base, VITE_B: "2", C: "3" }],
		["npm test -- --run", "../../web", { ...base, VITE_B: "2" }],
		[
			"docker build --build-arg 'VITE_WS_URL=wss://prod/ws' ./web",
			"../../web",
			{ ...base, VITE_B: "2" },
		],
	]);
	const { commands, directives } = extract(WORKFLOW, "workflow");
	expect(commands.slice(0, 3).map((c) => WORKFLOW.slice(...c.at))).toEqual([
		"npm ci",
		'echo "VITE_B=2" >> $GITHUB_ENV',
		"npm run build",
	]);
	const own = commands[2]?.env.find((v) => v.key === "C");
	expect(WORKFLOW.slice(...(own?.valueAt ?? [0, 0]))).toBe("3");
	expect(directives).toMatchObject([{ rules: ["env/x"] }]);
});

test("GitLab pipeline", () => {
	expect(
		read(
			"variables: { A: 1 }\nbuild:\n  variables: { B: 2 }\n  before_script: [cd web]\n  script:\n    - npm ci\n    - C=3 npm run build\n",
			"workflow",
		),
	).toEqual([
		["npm ci", "web", { A: "1", B: "2" }],
		["npm run build", "web", { A: "1", B: "2", C: "3" }],
	]);
});

test("README: shell blocks and sessions, nothing else", () => {
	const text = [
		"# Run `npm start`",
		"<!-- wslint-disable-file docs/x -->",
		"```bash",
		"# the backend",
		"cd backend",
		"uvicorn main:app --port 8000",
		"```",
		"```js",
		"new WebSocket(url)",
		"```",
		"  ```console",
		"  $ cd web",
		"  $ PORT=3000 npm start",
		"  listening on 3000",
		"  ```",
		"```",
		"src/",
		"├── main.py",
		"npm run build",
		"```",
	].join("\r\n");
	expect(read(text, "markdown")).toEqual([
		["uvicorn main:app --port 8000", "backend", {}],
		["npm start", "web", { PORT: "3000" }],
		["npm run build", undefined, {}],
	]);
	const { commands, directives } = extract(text, "markdown");
	expect(commands.map((c) => text.slice(...c.at))).toEqual([
		"uvicorn main:app --port 8000",
		"npm start",
		"npm run build",
	]);
	expect(commands[1]?.env.map((v) => text.slice(...v.valueAt))).toEqual([
		"3000",
	]);
	expect(directives).toMatchObject([{ scope: "file", rules: ["docs/x"] }]);
});

test("broken and hostile input ends, and ends soon", () => {
	const started = performance.now();
	for (const format of [
		"shell",
		"procfile",
		"makefile",
		"workflow",
		"markdown",
	] as const)
		for (const text of [
			"",
			"'",
			'"$(',
			"a &&",
			"((((",
			"))))",
			"<<EOF",
			"cd",
			"```",
			"jobs: [",
			"jobs:\n  a:\n    steps: 3\n",
			"(".repeat(50_000),
			"\\\n".repeat(50_000),
			"A=1 ".repeat(20_000),
			"a;".repeat(20_000),
			"cat <<A\n".repeat(5_000),
			"\t".repeat(50_000),
		])
			extract(text, format);
	expect(performance.now() - started).toBeLessThan(10_000);
});
