import { describe, expect, test } from "vitest";
import { ports, serverOf, serversOf } from "./servers.js";

const APP = `
from fastapi import FastAPI, WebSocket
app = FastAPI()

@app.websocket("/ws")
async def ws(websocket: WebSocket): ...
`;

describe("ports of an ASGI app", () => {
	test("uvicorn.run: a default behind an env key stands, and is said to be replaceable", async () => {
		const server = await serverOf({
			"main.py": `${APP}
import os, uvicorn
if __name__ == "__main__":
    uvicorn.run("main:app", port=int(os.getenv("PORT", "9001")))
`,
		});
		expect(ports(server)).toEqual(["9001"]);
		expect(server.listens.complete).toBe(true);
		expect(server.listens.reason).toContain("PORT");
		expect(server.live).toBe(true);
	});

	test("a live .env decides, an example does not", async () => {
		const files = {
			"main.py": `${APP}
import os, uvicorn
uvicorn.run(app, port=int(os.environ["PORT"]))
`,
			".env.example": "PORT=1111\n",
		};
		const without = await serverOf(files);
		expect(without.listens.complete).toBe(false);
		expect(ports(without)).toEqual([]);
		const withEnv = await serverOf({ ...files, ".env": "PORT=2222\n" });
		expect(ports(withEnv)).toEqual(["2222"]);
		expect(withEnv.listens.complete).toBe(true);
	});

	test("uvicorn's own default, the Makefile, the README; a Procfile's $PORT is the platform's", async () => {
		const server = await serverOf({
			"backend/app/__init__.py": "",
			"backend/app/main.py": APP,
			"backend/requirements.txt": "fastapi\n",
			Procfile: "web: uvicorn app.main:app --host 0.0.0.0 --port $PORT\n",
			Makefile:
				"dev:\n\tcd backend && poetry run uvicorn app.main:app --reload\n",
			"README.md":
				"# Run\n\n```bash\ncd backend\nuvicorn app.main:app --port 8010\n```\n",
		});
		expect([...ports(server)].sort()).toEqual(["8000", "8010"]);
		expect(server.listens.complete).toBe(true);
	});

	test("compose: the container's port inside, the published one from the host", async () => {
		const server = await serverOf({
			"api/main.py": APP,
			"api/requirements.txt": "fastapi\nuvicorn\n",
			"api/Dockerfile": `FROM python:3.12
WORKDIR /app
COPY . .
ENV PORT=7000
CMD ["sh", "-c", "uvicorn main:app --host 0.0.0.0 --port \${PORT:-8000}"]
`,
			"docker-compose.yml": `services:
  api:
    build: ./api
    ports:
      - "8081:7000"
`,
		});
		expect(
			server.listens.items.map((l) => [l.port, l.service, l.scenario]),
		).toEqual([
			[7000, "api", ["container"]],
			[8081, undefined, ["dev", "preview", "container"]],
		]);
		expect(server.listens.complete).toBe(true);
	});

	test("a module name that two folders have goes by the folder the command runs in", async () => {
		const servers = await serversOf({
			"a/main.py": APP,
			"a/requirements.txt": "fastapi\n",
			"b/main.py": APP,
			"b/requirements.txt": "fastapi\n",
			"b/run.sh": "#!/bin/sh\nexec uvicorn main:app --port 8002\n",
			"run-a.sh": "#!/bin/sh\n(cd a && uvicorn main:app --port 8001)\n",
		});
		expect(servers.map((s) => [s.root, ports(s)])).toEqual([
			["a", ["8001"]],
			["b", ["8002"]],
		]);
	});

	test("argparse: the default of the option", async () => {
		const server = await serverOf({
			"main.py": `${APP}
import argparse, uvicorn
parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=8123)
args = parser.parse_args()
uvicorn.run(app, host="0.0.0.0", port=args.port)
`,
		});
		expect(ports(server)).toEqual(["8123"]);
	});

	test("nothing starts it: no port is claimed", async () => {
		const server = await serverOf({ "main.py": APP });
		expect(server.listens).toMatchObject({ items: [], complete: false });
	});
});
