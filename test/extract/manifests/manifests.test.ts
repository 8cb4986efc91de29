import { expect, test } from "vitest";
import { extractPackageManifest } from "../../../src/extract/manifests/package-json.js";
import { extractPnpmWorkspace } from "../../../src/extract/manifests/pnpm-workspace.js";
import {
	extractPipfile,
	extractPyproject,
} from "../../../src/extract/manifests/pyproject.js";
import { extractRequirementsTxt } from "../../../src/extract/manifests/requirements-txt.js";
import { extractTsConfig } from "../../../src/extract/manifests/tsconfig.js";
import { extractWrangler } from "../../../src/extract/manifests/wrangler.js";

const PACKAGE = `\uFEFF{
	"name": "web",
	"scripts": { "dev": "vite --port 3000", "start": 1 },
	"dependencies": { "socket.io-client": "^4" },
	"devDependencies": { "vite": "^5", "socket.io-client": "^3" },
	"workspaces": { "packages": ["packages/*"] },
	"proxy": "http://localhost:5000",
	"exports": { ".": { "types": "./a.d.ts", "import": "./src/a.ts" }, "./b": "./src/b.ts" },
	"main": "dist/a.js",
	"browserslist": { "production": [">0.2%"], "development": ["last 1 chrome version"] },
	"engines": { "node": ">=20" },
}`;

test("package.json: spans lie inside the quotes and count a byte order mark", () => {
	const fact = extractPackageManifest(PACKAGE);
	if (fact.kind !== "package") throw new Error(fact.reason);
	expect(fact).toMatchObject({
		name: "web",
		workspaces: ["packages/*"],
		browserslist: [">0.2%"],
		engines: { node: ">=20" },
		entries: { main: "dist/a.js", ".": "./src/a.ts", "./b": "./src/b.ts" },
	});
	expect(fact.scripts.map((s) => [s.name, PACKAGE.slice(...s.at)])).toEqual([
		["dev", "vite --port 3000"],
	]);
	expect(fact.proxy && PACKAGE.slice(...fact.proxy.at)).toBe(
		"http://localhost:5000",
	);
});

test("package.json: a production dependency is not a development one", () => {
	expect(extractPackageManifest(PACKAGE)).toMatchObject({
		dependencies: {
			"socket.io-client": { range: "^4", dev: false },
			vite: { range: "^5", dev: true },
		},
	});
});

test("a broken package.json still gives what stands before the fault", () => {
	expect(
		extractPackageManifest('{ "name": "a", "dependencies": { "ws": "8" ,,, '),
	).toMatchObject({ name: "a", dependencies: { ws: { range: "8" } } });
	expect(extractPackageManifest("[1]")).toMatchObject({ kind: "unreadable" });
	expect(extractPackageManifest("")).toMatchObject({ kind: "unreadable" });
});

test("tsconfig: comments, trailing commas, several parents", () => {
	expect(
		extractTsConfig(
			'{ // base\n "extends": ["./a", "./b"], "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"], }, }, }',
		),
	).toEqual({
		kind: "tsconfig",
		extends: ["./a", "./b"],
		baseUrl: ".",
		paths: { "@/*": ["src/*"] },
	});
});

test("pnpm-workspace.yaml gives its globs, a broken one none", () => {
	expect(
		extractPnpmWorkspace("packages:\n  - 'apps/*'\n  - '!apps/old'\n")
			.workspaces,
	).toEqual(["apps/*", "!apps/old"]);
	expect(extractPnpmWorkspace("packages: [").workspaces).toEqual([]);
	expect(extractPnpmWorkspace("packages: 3").workspaces).toEqual([]);
});

test("requirements.txt: extras, markers, continuation, includes", () => {
	const text = [
		"-r base.txt  # shared",
		"--index-url https://example.test/simple",
		'Uvicorn[Standard]>=0.30 ; python_version > "3.8"',
		"python_socketio==5.1 \\",
		"    --hash=sha256:abc",
		"# websockets",
		"httpx @ https://example.test/httpx.whl",
	].join("\r\n");
	const fact = extractRequirementsTxt(text);
	expect(fact.includes).toEqual(["base.txt"]);
	expect(fact.complete).toBe(true);
	expect(fact.packages.map((p) => [p.name, p.extras, p.specifier])).toEqual([
		["uvicorn", ["standard"], ">=0.30"],
		["python-socketio", [], "==5.1"],
		["httpx", [], "@ https://example.test/httpx.whl"],
	]);
	expect(text.slice(...(fact.packages[0]?.at ?? [0, 0]))).toBe(
		"Uvicorn[Standard]>=0.30",
	);
});

test("a requirement without a name makes the list incomplete", () => {
	for (const line of [
		"git+https://example.test/x.git",
		"./local/package",
		"-e .",
		"wheels/x.whl",
	])
		expect(extractRequirementsTxt(`fastapi\n${line}\n`)).toMatchObject({
			complete: false,
			packages: [{ name: "fastapi" }],
		});
});

test("pyproject.toml: PEP 621, groups and Poetry, with positions", () => {
	const text = [
		"[project]",
		'dependencies = ["fastapi[standard]>=0.110", "ws.proto"]',
		"[project.optional-dependencies]",
		'server = ["uvicorn"]',
		"[dependency-groups]",
		'dev = ["pytest", {include-group = "x"}]',
		"[tool.poetry.dependencies]",
		'python = "^3.11"',
		'websockets = { version = "^12", optional = true }',
		"[tool.poetry.group.test.dependencies]",
		'httpx = "*"',
	].join("\n");
	const fact = extractPyproject(text);
	if (fact.kind !== "python-requirements") throw new Error(fact.reason);
	expect(fact.packages.map((p) => [p.name, p.specifier, p.group])).toEqual([
		["fastapi", ">=0.110", undefined],
		["ws-proto", "", undefined],
		["uvicorn", "", "server"],
		["pytest", "", "dev"],
		["websockets", "^12", "extra"],
		["httpx", "*", "test"],
	]);
	expect(fact.packages.map((p) => text.slice(...p.at))).toEqual([
		"fastapi[standard]>=0.110",
		"ws.proto",
		"uvicorn",
		"pytest",
		"websockets",
		"httpx",
	]);
});

test("dynamic dependencies are incomplete, broken TOML is unreadable", () => {
	expect(
		extractPyproject('[project]\ndynamic = ["dependencies"]\n'),
	).toMatchObject({ complete: false });
	expect(extractPyproject("[tool.ruff]\nline-length = 80\n")).toMatchObject({
		complete: false,
	});
	expect(extractPyproject("[project\n")).toEqual({
		kind: "unreadable",
		reason: "is not valid TOML",
	});
});

test("Pipfile", () => {
	expect(
		extractPipfile(
			'[packages]\nuvicorn = {extras = ["standard"], version = "*"}\n[dev-packages]\npytest = "*"\n',
		),
	).toMatchObject({
		packages: [
			{ name: "uvicorn", extras: ["standard"], specifier: "*" },
			{ name: "pytest", group: "dev" },
		],
	});
});

test("wrangler: port, entry and the names of every environment, in both notations", () => {
	const toml = `name = "chat"
main = "src/index.ts"
workers_dev = false
route = "chat.acme.dev/*"
[dev]
port = 9000
[env.staging]
routes = ["https://staging.acme.dev/api/*", "*.acme.dev/*"]
`;
	const fact = extractWrangler(toml, "wrangler.toml");
	if (fact.kind !== "wrangler") throw new Error(fact.reason);
	expect(fact).toMatchObject({ main: "src/index.ts", pages: false });
	expect(fact.port?.value).toBe(9000);
	expect(toml.slice(...(fact.port?.at ?? [0, 0]))).toBe("9000");
	expect(fact.hosts.map((h) => h.value)).toEqual([
		"chat.acme.dev",
		"staging.acme.dev",
	]);
	const jsonc = `{ // comment
	"name": "site", "pages_build_output_dir": "dist", }`;
	expect(extractWrangler(jsonc, "wrangler.jsonc")).toMatchObject({
		pages: true,
		hosts: [{ value: "site.*.workers.dev" }],
	});
	expect(extractWrangler("main = ", "wrangler.toml").kind).toBe("unreadable");
	expect(extractWrangler("[1]", "wrangler.json").kind).toBe("unreadable");
});
