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

test("a file server that runs a script when it starts does not serve the build unchanged", async () => {
	const image = (more: string) =>
		`FROM node AS build\nFROM nginx:1.30\nCOPY --from=build /app/dist /usr/share/nginx/html\n${more}`;
	const service = (name: string, more = "") =>
		`  ${name}:\n    build: { context: ./${name}, args: { VITE_A: x } }\n${more}`;
	const sources = await sourcesOf({
		"compose.yaml": `services:\n${service("plain", "    environment: { VITE_B: y }\n")}${service("script")}${service("sed")}${service("command", "    command: /start.sh\n")}${service("mounted", "    volumes: [./env:/docker-entrypoint.d]\n")}${service("node")}`,
		"plain/Dockerfile": image('CMD ["nginx", "-g", "daemon off;"]\n'),
		"script/Dockerfile": image("COPY 10-env.sh /docker-entrypoint.d/\n"),
		"sed/Dockerfile": image("CMD sed -i s/A/B/ /x && nginx\n"),
		"command/Dockerfile": image(""),
		"mounted/Dockerfile": image(""),
		"node/Dockerfile": image("").replace("nginx:1.30", "node:22"),
	});
	const containers = findContainers(sources, [], []);
	expect(containers.filter((c) => c.staticBuild).map((c) => c.name)).toEqual([
		"plain",
	]);
	expect([...(containers[0]?.staticBuild?.given ?? [])]).toEqual(["VITE_A"]);
	expect(containers[0]?.environment.map((e) => e.key)).toEqual(["VITE_B"]);
});
