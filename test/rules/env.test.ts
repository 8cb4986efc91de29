import { describe, expect, test } from "vitest";
import undefinedKey from "../../rules/env/undefined.js";
import { place } from "../../src/facts/place.js";
import type { EnvFileNode, EnvRead } from "../../src/graph/graph.js";
import { lint } from "../../src/lint.js";
import {
	bareKey,
	isAddressKey,
	isProvided,
	isSecretKey,
} from "../../src/rule/vocabulary/env-keys.js";
import { nearestExample } from "../../src/rule/vocabulary/example-keys.js";
import type { EnvAnswer } from "../../src/value/world.js";
import { smallGraph } from "../engine/small-graph.js";
import { memoryTree } from "./memory-tree.js";

const unset: EnvAnswer = { state: "unset", why: "`.env` sets other keys" };

function pythonRead(key: string, parts: Partial<EnvRead> = {}): EnvRead {
	return {
		key,
		at: place("api/settings.py", [10, 30]),
		keyAt: place("api/settings.py", [20, 28]),
		accessor: "os.environ",
		runtime: "python",
		app: undefined,
		use: "value",
		inSocketUrl: false,
		role: "app",
		reached: true,
		answers: [{ scenario: "production", mode: "production", answer: unset }],
		...parts,
	};
}

function keysReported(...envReads: readonly EnvRead[]): readonly string[] {
	return [...undefinedKey.check(smallGraph({ envReads }))].map(
		(report) => report.message.what.split(" ")[0] ?? "",
	);
}

describe("a missing key on the server", () => {
	test("is reported where the repository sets others beside it", () => {
		expect(keysReported(pythonRead("REDIS_URL"))).toEqual(["REDIS_URL"]);
	});

	test("is nobody's fault when it is a secret that production keeps elsewhere", () => {
		expect(keysReported(pythonRead("SARVAM_API_KEY"))).toEqual([]);
		const inDev = {
			scenario: "dev",
			mode: "development",
			answer: unset,
		} as const;
		expect(
			keysReported(pythonRead("SARVAM_API_KEY", { answers: [inDev] })),
		).toEqual(["SARVAM_API_KEY"]);
	});

	test("is not reported with a fallback, in a test, or where the platform sets it", () => {
		expect(
			keysReported(
				pythonRead("REDIS_URL", { use: "fallback" }),
				pythonRead("REDIS_URL", { role: "test" }),
				pythonRead("PORT"),
			),
		).toEqual([]);
	});
});

describe("names of keys", () => {
	test.each([
		["VITE_WS_URL", [], "WS_URL"],
		["REACT_APP_API", [], "API"],
		["TW_VITE_WS_URL", ["TW_VITE_"], "WS_URL"],
		["PORT", [], "PORT"],
	])("%s without its prefix", (key, prefixes, bare) => {
		expect(bareKey(key, prefixes)).toBe(bare);
	});

	test("a word counts only as a whole word of the name", () => {
		expect(isAddressKey("VITE_SUPPORT_TEXT")).toBe(false);
		expect(isAddressKey("VITE_WS")).toBe(true);
		expect(isSecretKey("KEYBOARD_LAYOUT")).toBe(false);
		expect(isProvided("RENDERER_URL")).toBe(false);
		expect(isProvided("RENDER_EXTERNAL_URL")).toBe(true);
	});
});

async function prefixesReported(
	files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
	const { findings } = await lint({ tree: memoryTree(Object.entries(files)) });
	return findings
		.filter((f) => f.rule === "env/wrong-prefix")
		.map((f) => `${f.severity} ${f.message.what}`);
}

test("a key tried without its prefix beside the one that works is only remarked on", async () => {
	const app = {
		"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
		"index.html": '<script type="module" src="/src/main.ts"></script>',
	};
	const dial = (url: string) => `new WebSocket(${url});\n`;
	const fallback = '|| "wss://feed.acme.io/ws"';
	const said =
		"FEED_URL never reaches the browser: the build exposes VITE_* only.";
	expect(
		await prefixesReported({
			...app,
			"src/main.ts": dial(
				`import.meta.env.VITE_FEED_URL || import.meta.env.FEED_URL ${fallback}`,
			),
		}),
	).toEqual([`info ${said}`]);
	const leftOver =
		"export const big = import.meta.env.VITE_BIG_LOGO ?? import.meta.env.NEXT_PUBLIC_BIG_LOGO;\n";
	const other =
		"NEXT_PUBLIC_BIG_LOGO never reaches the browser: the build exposes VITE_* only.";
	expect(await prefixesReported({ ...app, "src/main.ts": leftOver })).toEqual([
		`info ${other}`,
	]);
	expect(
		await prefixesReported({
			...app,
			"src/main.ts": leftOver,
			".env": "NEXT_PUBLIC_BIG_LOGO=true\n",
		}),
	).toEqual([`error ${other}`]);
	expect(
		await prefixesReported({
			...app,
			"src/main.ts": dial(`import.meta.env.FEED_URL ${fallback}`),
		}),
	).toEqual([`error ${said}`]);
});

test("a key that every page carries is renamed, not kept on the server", () => {
	expect(isSecretKey("STRIPE_PUBLIC_KEY")).toBe(false);
	expect(isSecretKey("REACT_APP_SUPABASE_ANON_KEY")).toBe(false);
	expect(isSecretKey("NEXT_PUBLIC_KEY")).toBe(true);
	expect(isSecretKey("STRIPE_SECRET_KEY")).toBe(true);
});

test("the example that should name a key is the deepest one above the code", () => {
	const example = (path: string): EnvFileNode => ({
		path,
		role: "example",
		local: false,
		tracked: true,
		app: undefined,
		server: undefined,
		bom: false,
		entries: [],
		placeOf: () => place(path, [0, 0]),
	});
	const examples = ["deploy/", "", "server/"].map((folder) =>
		example(`${folder}.env.example`),
	);
	const nearest = (file: string) => nearestExample(examples, file)?.path;
	expect(nearest("server/src/index.ts")).toBe("server/.env.example");
	expect(nearest("worker/index.ts")).toBe(".env.example");
	expect(nearestExample(examples.slice(0, 1), "worker/index.ts")?.path).toBe(
		"deploy/.env.example",
	);
});

test("a key that nothing sets is shown with the socket it should have led", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json":
					'{ "dependencies": { "socket.io-client": "^4.8.0" }, "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.ts"></script>',
				"src/config.ts": "export const chat = import.meta.env.VITE_CHAT;\n",
				"src/main.ts":
					'import { io } from "socket.io-client";\nimport { chat } from "./config";\nio(chat);\n',
			}),
		),
	});
	const missing = findings.find((f) => f.rule === "env/undefined");
	expect(missing?.location.file).toBe("src/config.ts");
	expect(missing?.evidence.map((e) => [e.at.file, e.message])).toEqual([
		["src/main.ts", "the socket is opened here"],
	]);
});

test("a key that only development reads is asked for in development", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json":
					'{ "dependencies": { "socket.io-client": "^4.8.0" }, "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.ts"></script>',
				"src/main.ts":
					'import { io } from "socket.io-client";\nio(import.meta.env.MODE === "development" ? import.meta.env.VITE_CHAT : "/");\n',
			}),
		),
	});
	const missing = findings.find((f) => f.rule === "env/undefined");
	expect(missing?.message.do).toMatch(/^Set VITE_CHAT in dev,/);
});

test("a build tool's option that nobody sets keeps its default", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.ts"></script>',
				"src/main.ts": 'new WebSocket(import.meta.env.VITE_WS_URL + "/ws");\n',
				"vite.config.ts":
					"export default { base: process.env.VITE_PUBLIC_URL };\n",
				".env": "VITE_WS_URL=wss://chat.acme.io\n",
			}),
		),
	});
	expect(
		findings
			.filter((f) => f.severity !== "info")
			.map((f) => `${f.rule} ${f.location.file}`),
	).toEqual([]);
});
