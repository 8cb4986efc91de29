import { expect, test } from "vitest";
import { findApps } from "../../../src/graph/app/index.js";
import { findEnvFiles } from "../../../src/graph/env/index.js";
import { sourcesOf } from "../app/sources.js";

const WEB = {
	"web/package.json":
		'{ "name": "web", "scripts": { "dev": "vite", "build": "vite build --mode qa" }, "devDependencies": { "vite": "^7.0.0" } }',
	"web/index.html": "",
};

async function filesOf(
	files: Readonly<Record<string, string>>,
	ignored: readonly string[] = [],
) {
	const sources = await sourcesOf({ ...WEB, ...files }, {}, ignored);
	return findEnvFiles(sources, findApps(sources), []);
}

test("a file of a mode that runs is live, of one nobody can mean to build unread, an example an example", async () => {
	const files = await filesOf({
		"web/.env": "A=1",
		"web/.env.local": "A=1",
		"web/.env.qa": "A=1",
		"web/.env.prod": "A=1",
		"web/.env.local.development": "A=1",
		"web/.env.production.example": "A=1",
		"web/env.sample": "A=1",
		".env": "A=1",
	});
	expect(files.map((f) => [f.path, f.role, f.app?.root])).toEqual([
		[".env", "live", undefined],
		["web/.env", "live", "web"],
		["web/.env.local", "live", "web"],
		["web/.env.local.development", "unread", "web"],
		["web/.env.prod", "unread", "web"],
		["web/.env.production.example", "example", "web"],
		["web/.env.qa", "live", "web"],
		["web/env.sample", "example", "web"],
	]);
});

test("a file that compose, a script or a COPY names is live whatever its name", async () => {
	const files = await filesOf({
		"web/.env.prod": "A=1",
		"web/.env.dev": "A=1",
		"web/backend.env": "A=1",
		"docker-compose.yml":
			"services:\n  web:\n    image: x\n    env_file: web/.env.prod\n",
		"web/Dockerfile": "FROM node\nCOPY backend.env .env\n",
	});
	expect(files.map((f) => [f.path, f.role])).toEqual([
		["web/.env.dev", "unread"],
		["web/.env.prod", "live"],
		["web/backend.env", "live"],
	]);
});

test("tracked or not, and where key and value stand", async () => {
	const [file] = await filesOf({ "web/.env": 'KEY = "ws://h"' }, ["web/.env"]);
	const [entry] = file?.entries ?? [];
	expect(file?.tracked).toBe(false);
	expect(entry && file?.placeOf(entry, "key").span).toEqual([0, 3]);
	expect(entry && file?.placeOf(entry, "value").span).toEqual([7, 13]);
});
