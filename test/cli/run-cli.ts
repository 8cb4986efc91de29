import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { main } from "../../src/cli/main.js";
import { colorsFor } from "../../src/report/colors.js";

/** A folder on disk with these files, gone when the test is over. */
export function projectOnDisk(files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(join(tmpdir(), "wslint-cli-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const [path, text] of Object.entries(files)) {
		const file = join(folder, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
	}
	return folder;
}

export interface Ran {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

/** Runs a command line in this process, in a folder. */
export async function runCli(cwd: string, ...argv: string[]): Promise<Ran> {
	let out = "";
	let err = "";
	const code = await main(argv, {
		cwd,
		columns: undefined,
		colors: colorsFor(false),
		interactive: false,
		out: (text) => {
			out += text;
		},
		err: (text) => {
			err += text;
		},
	});
	return { code, out, err };
}

/** A Vite front end that dials a route its FastAPI server does not have. */
export const BROKEN_APP: Readonly<Record<string, string>> = {
	"web/package.json":
		'{ "name": "web", "scripts": { "dev": "vite" }, "devDependencies": { "vite": "^5.0.0" } }',
	"web/vite.config.ts":
		'import { defineConfig } from "vite";\nexport default defineConfig({\n\tserver: { proxy: { "/api": { target: "http://localhost:8000", ws: true } } },\n});\n',
	"web/index.html": '<script type="module" src="/src/main.ts"></script>\n',
	"web/src/main.ts":
		'const scheme = location.protocol === "https:" ? "wss:" : "ws:";\nnew WebSocket(`${scheme}//${location.host}/api/chat`);\n',
	"api/requirements.txt": "fastapi==0.115.0\nuvicorn[standard]==0.30.0\n",
	"api/main.py":
		'from fastapi import FastAPI, WebSocket\nimport uvicorn\n\napp = FastAPI()\n\n\n@app.websocket("/api/chat/ws")\nasync def chat(socket: WebSocket):\n    await socket.accept()\n\n\nif __name__ == "__main__":\n    uvicorn.run(app, port=8000)\n',
};

/** The same with the route that the server has. */
export const RIGHT_APP: Readonly<Record<string, string>> = {
	...BROKEN_APP,
	"web/src/main.ts": (BROKEN_APP["web/src/main.ts"] ?? "").replace(
		"/api/chat",
		"/api/chat/ws",
	),
};
