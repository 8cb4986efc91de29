import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BROKEN_APP, runCli } from "../cli/run-cli.js";
import { commitAll, folderWith, git } from "../tree/folder.js";

/** Writes a file into the folder that is named by the variable, if anything runs it. */
const SCRIPT = (name: string) =>
	`import { writeFileSync } from "node:fs";\nwriteFileSync(new URL("CANARY-${name}", import.meta.url), "");\n`;
const COMMONJS = (name: string) =>
	`require("node:fs").writeFileSync(__dirname + "/CANARY-${name}", "");\n`;
const PYTHON = (name: string) =>
	`import pathlib\npathlib.Path(__file__).with_name("CANARY-${name}").touch()\n`;
const SHELL = (name: string) => `touch CANARY-${name}`;

/** Whatever a tool for such a project would run. */
const EXECUTING: Readonly<Record<string, string>> = {
	...BROKEN_APP,
	"package.json": JSON.stringify({
		name: "root",
		workspaces: ["web"],
		scripts: Object.fromEntries(
			["preinstall", "install", "postinstall", "prepare", "dev", "build"].map(
				(name) => [name, SHELL(`script-${name}`)],
			),
		),
	}),
	".npmrc": "script-shell=./evil.sh\nnode-options=--require ./evil.cjs\n",
	"evil.sh": `#!/bin/sh\n${SHELL("shell")}\n`,
	"evil.cjs": COMMONJS("required"),
	"wslint.config.ts": `${SCRIPT("wslint-config")}export default { rules: { "route/duplicated-segment": "off" } };\n`,
	"web/vite.config.ts": `${SCRIPT("vite-config")}${BROKEN_APP["web/vite.config.ts"]}`,
	"web/vitest.config.ts": SCRIPT("vitest-config"),
	"web/svelte.config.js": SCRIPT("svelte-config"),
	"web/next.config.mjs": SCRIPT("next-config"),
	"web/craco.config.js": COMMONJS("craco-config"),
	"web/src/setupProxy.js": COMMONJS("setup-proxy"),
	"web/tsconfig.json":
		'{ "compilerOptions": { "plugins": [{ "transform": "../evil.cjs" }] }, "extends": "../evil.cjs" }',
	"web/.env": 'VITE_A="$(touch CANARY-env)"\nVITE_B=`touch CANARY-env-ticks`\n',
	"api/main.py": `${PYTHON("main")}${BROKEN_APP["api/main.py"]}`,
	"api/setup.py": PYTHON("setup"),
	"api/settings.py": PYTHON("settings"),
	"api/conftest.py": PYTHON("conftest"),
	"api/sitecustomize.py": PYTHON("sitecustomize"),
	"api/gunicorn.conf.py": PYTHON("gunicorn"),
	Makefile: `X := $(shell ${SHELL("make")})\ndev:\n\t${SHELL("make-target")}\n`,
	Procfile: `web: ${SHELL("procfile")}; uvicorn api.main:app\n`,
	"run.sh": `${SHELL("run")}\nuvicorn api.main:app\n`,
	".git-hooks/post-index-change": `#!/bin/sh\n${SHELL("hook")}\n`,
};

const COMMANDS: readonly (readonly string[])[] = [
	[],
	["--format", "json"],
	["--diff", "--unsafe"],
	["trace"],
	["--fix", "--unsafe", "--prefer", "absolute-url"],
];

test.each([
	["in a plain folder", (folder: string) => folder],
	["in a git repository", withHostileSettings],
])("no code of the project runs %s", async (_, prepare) => {
	const folder = prepare(folderWith(EXECUTING));
	chmodSync(join(folder, "evil.sh"), 0o755);
	for (const argv of COMMANDS) {
		const { code, err } = await runCli(folder, ...argv);
		expect(code, err).toBeLessThan(2);
	}
	const left = readdirSync(folder, { recursive: true, encoding: "utf8" });
	expect(left.filter((path) => path.includes("CANARY"))).toEqual([]);
});

/** A repository whose own settings name programs that git would start. */
function withHostileSettings(folder: string): string {
	commitAll(folder);
	chmodSync(join(folder, ".git-hooks/post-index-change"), 0o755);
	for (const [key, value] of Object.entries({
		"core.fsmonitor": SHELL("fsmonitor"),
		"core.hooksPath": ".git-hooks",
		"core.pager": SHELL("pager"),
		"core.sshCommand": SHELL("ssh"),
		"diff.external": SHELL("diff"),
		"filter.x.smudge": SHELL("smudge"),
		"filter.x.clean": SHELL("clean"),
	}))
		git(folder, "config", key, value);
	return folder;
}
