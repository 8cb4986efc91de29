import { expect, test } from "vitest";
import { findApps } from "../../../src/graph/app/index.js";
import { findContainers } from "../../../src/graph/container/index.js";
import { findServers } from "../../../src/graph/server/index.js";
import { sourcesOf } from "../app/sources.js";

const API = "from fastapi import FastAPI\napp = FastAPI()\n";

test("a service runs what its command starts or its build folder holds", async () => {
	const sources = await sourcesOf({
		"docker-compose.yml": `services:
  backend:
    build: ./api
    ports: ["8000:8000"]
    networks:
      default:
        aliases: [api.local]
  web:
    build:
      context: .
      dockerfile: web/Dockerfile
    ports: ["3000:80"]
  db:
    image: postgres
`,
		"api/main.py": API,
		"api/requirements.txt": "fastapi\n",
		"api/Dockerfile":
			'FROM python\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:app", "--port", "8000"]\n',
		"web/Dockerfile": "FROM node AS build\nCOPY web/ /app\nFROM nginx\n",
		"web/package.json":
			'{ "name": "web", "devDependencies": { "vite": "^5.0.0" } }',
		"web/vite.config.js": "export default {};\n",
		"web/index.html": '<script type="module" src="/main.js"></script>\n',
	});
	const servers = findServers(sources);
	const apps = findApps(sources);
	const containers = findContainers(sources, apps, servers);
	expect(containers.map((c) => c.name)).toEqual(["backend", "web", "db"]);
	const [backend, web, db] = containers;
	expect(backend?.runs).toEqual([servers[0]]);
	expect(backend?.aliases).toContain("api.local");
	expect(web?.runs.map((r) => r.root)).toEqual(["web"]);
	expect(web?.ports[0]).toMatchObject({ host: 3000, container: 80 });
	expect(db?.runs).toEqual([]);
});
