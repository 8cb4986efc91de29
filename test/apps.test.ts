import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lint } from "../src/index.js";

const HOME = join(import.meta.dirname, "..", "fixtures", "apps");

/** What shows that silence is knowledge: the apps and servers seen, and the dev verdict of every socket. */
const APPS: Readonly<
	Record<
		string,
		{
			readonly apps: readonly string[];
			readonly servers: readonly string[];
			readonly dev: readonly string[];
		}
	>
> = {
	"compose-published-ports": {
		apps: ["vite"],
		servers: ["fastapi"],
		dev: ["ws://localhost:5173/ws/metrics reaches"],
	},
	"cra-env": {
		apps: ["cra"],
		servers: ["ws"],
		dev: ["ws://localhost:9001/orders reaches"],
	},
	"next-fastapi": {
		apps: ["next"],
		servers: ["fastapi"],
		dev: ["ws://localhost:8000/v1/jobs/… reaches"],
	},
	"pnpm-monorepo": {
		apps: ["vite", "vite"],
		servers: ["ws"],
		dev: [
			"ws://localhost:5180/vehicles/live reaches",
			"ws://localhost:7070/vehicles/live reaches",
		],
	},
	sveltekit: {
		apps: ["sveltekit"],
		servers: ["ws"],
		dev: ["ws://localhost:5173/quiz reaches"],
	},
	"vite-env-per-mode": {
		apps: ["vite"],
		servers: ["fastapi"],
		dev: ["ws://localhost:8080/parcels/AC-1009/track reaches"],
	},
	"vite-express-ws": {
		apps: ["vite"],
		servers: ["ws"],
		dev: ["ws://localhost:5173/live reaches"],
	},
	"vite-fastapi-proxy": {
		apps: ["vite"],
		servers: ["fastapi"],
		dev: [
			"ws://localhost:5173/api/rooms/lobby/ws reaches",
			"ws://localhost:5173/api/rooms/… reaches",
		],
	},
	"vite-socketio": {
		apps: ["vite"],
		servers: ["socket.io"],
		dev: ["/boards reaches"],
	},
	"vue-composables": {
		apps: ["vite"],
		servers: ["starlette"],
		dev: ["ws://localhost:5173/ais/ships/elbe reaches"],
	},
};

it("has a row for every app", () => {
	expect(Object.keys(APPS)).toEqual(readdirSync(HOME).sort());
});

describe.each(Object.entries(APPS))("%s", (name, expected) => {
	it("is silent, and knows why", async () => {
		const { graph, findings, notes, failures } = await lint({
			root: join(HOME, name),
		});
		expect(
			findings.map(
				(f) => `${f.severity} ${f.rule} ${f.location.file}:${f.location.line}`,
			),
		).toEqual([]);
		expect(notes).toEqual([]);
		expect(failures).toEqual([]);
		expect(graph.apps.map((app) => app.framework)).toEqual(expected.apps);
		expect(
			graph.servers
				.filter((s) => s.live && s.routes.items.length > 0)
				.map((s) => s.kind),
		).toEqual(expected.servers);
		const dev = graph.connections.flatMap(({ attempts }) =>
			attempts
				.filter((a) => a.scenario === "dev" && a.address.form !== "unknown")
				.map((a) => `${upToHole(a.url.flat)} ${a.verdict.kind}`),
		);
		expect([...new Set(dev)].sort()).toEqual([...expected.dev].sort());
	});
});

/** A URL up to the first part that only the run time knows. */
function upToHole(url: string): string {
	return url.replace(/[\ue000-\uf8ff][\s\S]*/, "…");
}
