import { expect, test } from "vitest";
import { fastapi, said } from "./wiring.js";

const cors = (argument: string, before = "") =>
	[
		"import os",
		"from fastapi import FastAPI",
		"from fastapi.middleware.cors import CORSMiddleware",
		before,
		"app = FastAPI()",
		`app.add_middleware(CORSMiddleware, ${argument})`,
		"",
	].join("\n");
const main = 'fetch(import.meta.env.VITE_API_URL + "/rooms");\n';
const env = {
	".env.development": "VITE_API_URL=http://localhost:8000\n",
	".env.production": "VITE_API_URL=https://chat.example.org\n",
};

test("a list of which only the fallback is known gives at most a warning", async () => {
	const found = await said("cors", {
		main,
		python: cors(
			"allow_origins=origins",
			'origins = os.getenv("CORS_ORIGINS", "http://localhost:3000").split(",")',
		),
		files: env,
	});
	expect(found).toMatchObject([
		{ rule: "cors/origin-missing", severity: "warning" },
	]);
});

test("an entry without scheme beside the whole origin refuses nobody", async () => {
	const flawed = (origins: string) =>
		said("cors", {
			main,
			python: cors(`allow_origins=[${origins}]`),
			files: env,
		});
	expect(
		await flawed('"http://localhost:5173", "localhost:5173"'),
	).toMatchObject([{ rule: "cors/malformed-origin", severity: "info" }]);
	expect(
		await flawed('"http://localhost:5173", "localhost:5174"'),
	).toMatchObject([{ rule: "cors/malformed-origin", severity: "error" }]);
});

test("an entry with a slash is told as such, not as missing", async () => {
	expect(
		await said("cors", {
			main,
			python: cors('allow_origins=["http://localhost:5173/"]'),
			files: env,
		}),
	).toMatchObject([
		{ rule: "cors/malformed-origin", severity: "error", fixes: ["safe"] },
	]);
});

test("an API base that only the example file tells gives a warning and names the example", async () => {
	const found = await said("cors", {
		main,
		python: cors('allow_origins=["http://localhost:3000"]'),
		files: { ".env.example": "VITE_API_URL=http://localhost:8000\n" },
	});
	expect(found).toMatchObject([
		{ rule: "cors/origin-missing", severity: "warning" },
	]);
	expect(found[0]?.evidence).toContain(".env.example");
});

test("a plain socket to another origin is never CORS' business (C1)", async () => {
	expect(
		await said("cors", {
			main: "new WebSocket(import.meta.env.VITE_WS_URL);\n",
			python: fastapi("/ws"),
			files: { ".env": "VITE_WS_URL=ws://localhost:8000/ws\n" },
		}),
	).toEqual([]);
});

test("127.0.0.1 in the list does not let localhost in (C4)", async () => {
	const found = await said("cors", {
		main,
		python: cors('allow_origins=["http://127.0.0.1:5173"]'),
		files: env,
	});
	expect(found).toMatchObject([
		{ rule: "cors/origin-missing", severity: "error", fixes: ["unsafe"] },
	]);
});

test("the dev server's origin is no answer to a lone star: production's page is on another", async () => {
	const found = await said("cors", {
		main,
		python: cors('allow_origins=["*"], allow_credentials=True'),
		files: env,
	});
	expect(found).toMatchObject([
		{ rule: "cors/wildcard-with-credentials", fixes: [] },
	]);
});
