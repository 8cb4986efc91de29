import { expect, test } from "vitest";
import { lint } from "../../src/lint.js";
import { memoryTree } from "./memory-tree.js";

/** Rules reported for a FastAPI server that reads these keys beside an env file. */
async function rulesFor(
	envFile: Readonly<Record<string, string>>,
	...keys: readonly string[]
): Promise<readonly string[]> {
	const main = [
		"import os",
		"from fastapi import FastAPI, WebSocket",
		"app = FastAPI()",
		...keys.map((key, index) => `value_${index} = os.getenv("${key}")`),
		'@app.websocket("/ws")',
		"async def ws(socket: WebSocket):",
		"    await socket.accept()",
		"",
	].join("\n");
	const files = {
		...envFile,
		"requirements.txt": "fastapi\n",
		"main.py": main,
	};
	const { findings } = await lint({ tree: memoryTree(Object.entries(files)) });
	return findings.map((f) => f.rule);
}

test("an optional service of a server need not stand in the example; its own address should", async () => {
	const example = { ".env.example": "LOG_LEVEL=info\n" };
	expect(await rulesFor(example, "LDAP_SERVER_URI", "EMAIL_HOST")).toEqual([]);
	expect(await rulesFor(example, "CORS_ORIGINS")).toEqual([
		"env/example-drift",
	]);
});

test("an .env for Compose says nothing about the keys of a program", async () => {
	expect(
		await rulesFor({ ".env": "COMPOSE_PROJECT_NAME=acme\n" }, "ACME_HOOK"),
	).toEqual([]);
	expect(await rulesFor({ ".env": "ACME_TITLE=acme\n" }, "ACME_HOOK")).toEqual([
		"env/undefined",
	]);
});
