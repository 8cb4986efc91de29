import { describe, expect, test } from "vitest";
import { serverOf } from "./servers.js";

const MAIN = `
from fastapi import FastAPI, WebSocket
app = FastAPI()

@app.websocket("/ws")
async def ws(websocket: WebSocket): ...
`;

const runtime = async (files: Readonly<Record<string, string>>) =>
	(await serverOf({ "api/main.py": MAIN, ...files })).wsRuntime;

describe("a WebSocket library for uvicorn (F1)", () => {
	test("bare uvicorn has none; the evidence is its line", async () => {
		const text = "fastapi==0.110\nuvicorn>=0.30\n";
		const found = await runtime({ "api/requirements.txt": text });
		expect(found).toMatchObject({
			present: false,
			requirements: "api/requirements.txt",
		});
		const [start, end] = found?.evidence.span ?? [0, 0];
		expect(text.slice(start, end)).toContain("uvicorn");
	});

	test("either library is enough (RC12), so are extras and packages that bring one", async () => {
		for (const line of [
			"wsproto",
			"websockets>=12",
			"uvicorn[standard]",
			"fastapi[standard]",
			"python-socketio",
		])
			expect(
				await runtime({
					"api/requirements.txt": `fastapi\nuvicorn\n${line}\n`,
				}),
			).toMatchObject({ present: true });
	});

	test("an included file, a pip install in the image, a missing include", async () => {
		expect(
			await runtime({
				"api/requirements.txt": "-r base.txt\nuvicorn\n",
				"api/base.txt": "websockets\n",
			}),
		).not.toMatchObject({ present: false });
		expect(
			await runtime({
				"api/requirements.txt": "uvicorn\n",
				"api/Dockerfile":
					"FROM python\nRUN pip install -r requirements.txt websockets\n",
			}),
		).toMatchObject({ present: true });
		expect(
			await runtime({
				"api/requirements.txt": "-r missing.txt\nuvicorn\n",
			}),
		).toBeUndefined();
	});

	test("a requirement by URL is one other package", async () => {
		expect(
			await runtime({
				"api/requirements.txt":
					"fastapi\ngit+https://github.com/openai/CLIP.git\n",
				"README.md": "```sh\ncd api\nuvicorn main:app\n```\n",
			}),
		).toMatchObject({ present: false });
	});

	test("no requirements, or another server: nothing is said", async () => {
		expect(await runtime({})).toBeUndefined();
		expect(
			await runtime({
				"api/requirements.txt": "fastapi\nuvicorn\n",
				"api/run.sh": "granian --interface asgi main:app --port 8000\n",
			}),
		).toBeUndefined();
	});
});
