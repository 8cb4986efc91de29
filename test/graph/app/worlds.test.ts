import { describe, expect, test } from "vitest";
import { findApps } from "../../../src/graph/app/index.js";
import type { App } from "../../../src/graph/graph.js";
import type { EnvAnswer, Scenario, World } from "../../../src/value/world.js";
import { sourcesOf } from "./sources.js";

const BASE = {
	"package.json":
		'{ "name": "web", "scripts": { "dev": "vite", "build": "vite build" }, "devDependencies": { "vite": "^7.0.0" } }',
	"index.html": "",
	"vite.config.js": "export default {};",
};

async function app(
	files: Readonly<Record<string, string>>,
	options: {
		readonly ignored?: readonly string[];
		readonly settings?: { readonly productionOrigin?: string };
	} = {},
): Promise<App> {
	const [found] = findApps(
		await sourcesOf({ ...BASE, ...files }, options.settings, options.ignored),
	);
	if (!found) throw new Error("no app was found");
	return found;
}

function worldOf(of: App, scenario: Scenario, mode?: string): World {
	const world = of.worlds.find(
		(w) => w.scenario === scenario && (mode ?? w.mode) === w.mode,
	);
	if (!world)
		throw new Error(
			`no ${scenario} world among ${of.worlds.map((w) => w.scenario)}`,
		);
	return world;
}

function read(
	of: App,
	scenario: Scenario,
	key: string,
	accessor: "import.meta.env" | "process.env" = "import.meta.env",
): EnvAnswer {
	return worldOf(of, scenario).env(accessor, key, "src/main.ts");
}

const shown = (answer: EnvAnswer) =>
	answer.state === "set" ? answer.text.toString() : answer.state;

describe("the env cascade", () => {
	test(".env.[mode] beats .env.local, which beats .env (E1–E3)", async () => {
		const web = await app({
			".env": "VITE_A=base\nVITE_B=base\nVITE_C=base\n",
			".env.local": "VITE_B=local\nVITE_C=local\n",
			".env.production": "VITE_C=production\n",
		});
		const values = (scenario: Scenario) =>
			["VITE_A", "VITE_B", "VITE_C"].map((k) => shown(read(web, scenario, k)));
		expect(values("dev")).toEqual(["base", "local", "local"]);
		expect(values("production")).toEqual(["base", "local", "production"]);
	});

	test("references are expanded across files, and point at the entry that holds them", async () => {
		const files = {
			".env": "HOST=localhost:8000\n",
			".env.local": "VITE_WS=ws://$HOST/ws\n",
		};
		const answer = read(await app(files), "dev", "VITE_WS");
		expect(shown(answer)).toBe("ws://localhost:8000/ws");
		const origin =
			answer.state === "set" ? answer.text.segments[0]?.origin : undefined;
		expect(origin?.at).toEqual({ file: ".env.local", span: [8, 21] });
	});

	test("Vite 8 loses the key behind a byte order mark, Vite 7 does not (E11)", async () => {
		const file = { ".env": "\uFEFFVITE_A=1\nVITE_B=2\n" };
		const eight = { "package.json": BASE["package.json"].replace("^7", "^8") };
		expect(shown(read(await app(file), "dev", "VITE_A"))).toBe("1");
		expect(shown(read(await app({ ...file, ...eight }), "dev", "VITE_A"))).toBe(
			"unset",
		);
	});

	test("only envDir is read, and envPrefix replaces the default (E14)", async () => {
		const web = await app({
			"vite.config.js": `import path from "node:path"; export default { envDir: path.resolve(__dirname, "env"), envPrefix: ["APP_"] };`,
			".env": "APP_URL=root\n",
			"env/.env": "APP_URL=dir\nVITE_URL=x\n",
		});
		expect([web.envDir, web.envPrefixes.values]).toEqual(["env", ["APP_"]]);
		expect(shown(read(web, "dev", "APP_URL"))).toBe("dir");
		expect(read(web, "dev", "VITE_URL")).toMatchObject({
			state: "hidden",
			because: "prefix",
		});
	});

	test("process.env does not exist in the page (E8), unless define puts it there", async () => {
		const bare = await app({});
		const defined = await app({
			"vite.config.js": `import { loadEnv } from "vite"; export default ({ mode }) => { const env = loadEnv(mode, process.cwd(), ""); return { define: { "process.env.API": JSON.stringify(env.API), __WS__: JSON.stringify("ws://h/ws") } }; };`,
			".env": "API=http://api\n",
		});
		expect(read(bare, "dev", "API", "process.env")).toMatchObject({
			state: "hidden",
			because: "accessor",
		});
		expect(shown(read(defined, "dev", "API", "process.env"))).toBe(
			"http://api",
		);
		expect(defined.definedKeys.items).toEqual(["API"]);
		const constant = worldOf(defined, "dev").constant?.("global#__WS__");
		expect(constant && shown(constant)).toBe("ws://h/ws");
	});
});

describe("unset or unsupplied (DESIGN §4)", () => {
	test("a tracked file of the mode with sibling keys makes a missing one unset", async () => {
		const web = await app({ ".env.production": "VITE_OTHER=1\n" });
		expect(read(web, "production", "VITE_WS")).toMatchObject({
			state: "unset",
			evidence: { file: ".env.production" },
		});
		expect(read(web, "dev", "VITE_WS").state).toBe("unsupplied");
	});

	test("a git-ignored file supplies its keys and proves nothing about others", async () => {
		const web = await app({ ".env": "VITE_OTHER=1\n" }, { ignored: [".env"] });
		expect(shown(read(web, "dev", "VITE_OTHER"))).toBe("1");
		expect(read(web, "dev", "VITE_WS").state).toBe("unsupplied");
	});

	test("an example file supplies nothing", async () => {
		const web = await app({ ".env.example": "VITE_WS=ws://h\nVITE_OTHER=1\n" });
		expect(read(web, "dev", "VITE_WS").state).toBe("unsupplied");
	});

	test("a tracked .env without client keys proves nothing", async () => {
		const web = await app({ ".env": "DATABASE_URL=x\n" });
		expect(read(web, "production", "VITE_WS").state).toBe("unsupplied");
	});
});

describe("builds that the repository makes", () => {
	test("ARG with the compose file's value, ENV, and an ARG that nobody fills", async () => {
		const web = await app({
			Dockerfile:
				"FROM node:20 AS build\nWORKDIR /app\nCOPY . .\nARG VITE_API\nARG VITE_KEY\nENV VITE_WS=$VITE_API/ws\nRUN npm run build\nFROM nginx\nCOPY --from=build /app/dist /usr/share/nginx/html\n",
			"docker-compose.yml":
				'services:\n  web:\n    build:\n      context: .\n      args:\n        VITE_API: ws://localhost:8000\n    ports:\n      - "3001:80"\n',
		});
		expect(
			["VITE_API", "VITE_WS", "VITE_KEY", "VITE_NONE"].map((k) =>
				shown(read(web, "container", k)),
			),
		).toEqual([
			"ws://localhost:8000",
			"ws://localhost:8000/ws",
			"unsupplied",
			"unset",
		]);
		expect(web.origins.find((o) => o.scenario === "container")?.value).toBe(
			"http://localhost:3001",
		);
		expect(worldOf(web, "container").page).toEqual({
			protocol: "http:",
			hostname: "localhost",
			port: "3001",
		});
	});

	test("what the Dockerfile sets after the build is not in it", async () => {
		const web = await app({
			Dockerfile:
				"FROM node\nWORKDIR /app\nCOPY . .\nENV VITE_A=1\nRUN npm run build\nENV VITE_B=2\n",
		});
		expect(shown(read(web, "container", "VITE_A"))).toBe("1");
		expect(read(web, "container", "VITE_B").state).toBe("unset");
	});

	test("a root image that builds a workspace through its runner", async () => {
		const sources = await sourcesOf({
			"package.json":
				'{ "name": "all", "scripts": { "build": "nx run-many -t build -p web api" } }',
			"packages/web/package.json": BASE["package.json"],
			"packages/web/index.html": "",
			"packages/web/vite.config.js": "export default {};",
			Dockerfile:
				"FROM node AS build\nWORKDIR /app\nENV VITE_API=/api\nCOPY . .\nRUN npm run build\n",
		});
		const [web] = findApps(sources);
		expect(web && shown(read(web, "container", "VITE_API"))).toBe("/api");
		expect(web && read(web, "container", "VITE_WS").state).toBe("unset");
	});

	test("a dev server in a container reads environment, with compose's own defaults", async () => {
		const web = await app({
			"docker-compose.yml": `services:\n  web:\n    build: .\n    command: npm run dev\n    ports:\n      - "8080:5173"\n    environment:\n      VITE_WS: ws://\${HOST:-localhost}:8000\n      VITE_OUT: \${OUT}\n`,
			Dockerfile: "FROM node\nWORKDIR /app\nCOPY . .\n",
		});
		const world = worldOf(web, "container");
		expect([world.mode, world.dev, world.page?.port]).toEqual([
			"development",
			true,
			"8080",
		]);
		expect(shown(read(web, "container", "VITE_WS"))).toBe(
			"ws://localhost:8000",
		);
		expect(shown(read(web, "container", "VITE_OUT"))).toBe("unsupplied");
	});

	test("the env of a CI build step, with a secret as a hole", async () => {
		const web = await app({
			".github/workflows/deploy.yml": `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm run build\n        env:\n          VITE_API: https://api.example.com\n          VITE_KEY: \${{ secrets.KEY }}\n`,
		});
		expect(shown(read(web, "production", "VITE_API"))).toBe(
			"https://api.example.com",
		);
		expect(read(web, "production", "VITE_KEY")).toMatchObject({
			state: "set",
			text: { known: false },
		});
		expect(read(web, "production", "VITE_WS").state).toBe("unset");
		expect(read(web, "dev", "VITE_API").state).toBe("unsupplied");
	});
});

describe("modes", () => {
	test("scripts and env files make modes; a name no mode has, and a build for development, do not", async () => {
		const web = await app({
			"package.json": BASE["package.json"].replace(
				'"vite build"',
				'"vite build", "build:dev": "vite build --mode development", "build:qa": "vite build --mode qa"',
			),
			".env.staging": "VITE_A=1\n",
			".env.prod": "VITE_A=1\n",
			".env.test": "VITE_A=1\n",
		});
		expect(web.worlds.map((w) => `${w.scenario} ${w.mode}`)).toEqual([
			"dev development",
			"preview production",
			"production production",
			"production qa",
			"production staging",
		]);
	});
});

describe("the page in production", () => {
	test("a platform file shows https; the settings name the origin", async () => {
		const shownByCompose = await app({
			"docker-compose.yml":
				'services:\n  edge:\n    image: nginx\n    ports:\n      - "443:443"\n',
		});
		expect(shownByCompose.httpsInProduction?.at.file).toBe(
			"docker-compose.yml",
		);
		expect(worldOf(shownByCompose, "production").page).toEqual({
			protocol: "https:",
			hostname: undefined,
			port: undefined,
		});
		const set = await app(
			{},
			{ settings: { productionOrigin: "https://app.example.com" } },
		);
		expect(worldOf(set, "production").page?.hostname).toBe("app.example.com");
		expect(set.origins.at(-1)).toMatchObject({
			scenario: "production",
			value: "https://app.example.com",
		});
		expect((await app({})).httpsInProduction).toBeUndefined();
	});

	test("a dev server published on 443 is no https", async () => {
		const web = await app({
			"docker-compose.yml":
				'services:\n  web:\n    image: node\n    ports:\n      - "443:5173"\n',
		});
		expect(web.httpsInProduction).toBeUndefined();
	});
});
