import { expect, test } from "vitest";
import { extractCompose } from "../../../src/extract/compose/index.js";
import type { ComposeFile } from "../../../src/facts/index.js";

function compose(text: string): ComposeFile {
	const fact = extractCompose(text);
	if (fact.kind !== "compose") throw new Error(fact.reason);
	return fact;
}

/** Ports of a service whose `ports:` holds these YAML items. */
const ports = (...items: string[]) =>
	compose(
		`services:\n  a:\n    ports:\n${items.map((item) => `      - ${item}\n`).join("")}`,
	).services[0]?.ports.map(({ host, container }) => [host, container]);

const bare = (name: string) => `$\{${name}}`;

test.each([
	['"8000:80"', [[8000, 80]]],
	["8000:80", [[8000, 80]]],
	["3000", [[undefined, 3000]]],
	['"127.0.0.1:8000:80/tcp"', [[8000, 80]]],
	['"[::1]:8000:80"', [[8000, 80]]],
	['"127.0.0.1::80"', [[undefined, 80]]],
	['"53:53/udp"', []],
	[
		'"8000-8001:9000-9001"',
		[
			[8000, 9000],
			[8001, 9001],
		],
	],
	[`"${bare("PORT:-8000")}:80"`, [[8000, 80]]],
	[`"${bare(`A:-${bare("B-8000")}`)}:80"`, [[8000, 80]]],
	[`"${bare("PORT")}:80"`, [[undefined, 80]]],
	["{ target: 80, published: 8000, protocol: tcp }", [[8000, 80]]],
	[
		'{ target: 80, published: "8000-8001" }',
		[
			[8000, 80],
			[8001, 80],
		],
	],
])("port %s", (item, expected) => {
	expect(ports(item)).toEqual(expected);
});

test("a huge range is cut", () => {
	expect(ports('"1-65535:1-65535"')).toHaveLength(32);
});

const FILE = `
x-env: &env
  LOG: info
  API_PORT: 1
x-base: &base
  restart: always
  environment: &e { <<: *env, WS: "ws://api:8000/ws" }

services:
  api:
    <<: *base
    build:
      context: ./api
      dockerfile: docker/Dockerfile
      target: dev
      args:
        - VITE_WS_URL=ws://localhost:8000
        - TOKEN
    entrypoint: ["sh", "-c"]
    command: ["uvicorn main:app --port 8000"]
    env_file:
      - .env
      - path: ./api.env
        required: false
    working_dir: /app
    depends_on:
      db: { condition: service_healthy }
    networks:
      default:
        aliases: [backend]
    container_name: the-api
    profiles: [dev]
  web:
    image: "nginx:\${TAG:-latest}"
    build: ./web
    command: >
      npm run dev
      -- --host
    env_file: web/.env
    depends_on: [api]
    network_mode: host
    environment:
      <<: [*env]
      API_PORT: 0123   # wslint-disable-line deploy/port-not-published
      EMPTY:
  db:
`;

test("a service with everything", () => {
	const api = compose(FILE).services.find((s) => s.name === "api");
	expect(api).toMatchObject({
		build: {
			context: "./api",
			dockerfile: "docker/Dockerfile",
			target: "dev",
			args: [
				{ key: "VITE_WS_URL", value: "ws://localhost:8000" },
				{ key: "TOKEN", value: undefined },
			],
		},
		command: { text: "sh -c 'uvicorn main:app --port 8000'" },
		envFiles: [".env", "./api.env"],
		workingDir: "/app",
		dependsOn: ["db"],
		aliases: ["the-api", "backend"],
		profiles: ["dev"],
		hostNetwork: false,
	});
	const value = api?.build?.args[0];
	expect(FILE.slice(...(value?.valueAt ?? [0, 0]))).toBe("ws://localhost:8000");
});

test("merge keys and anchors are resolved, own keys win, values stand where they are written", () => {
	const [api, web] = compose(FILE).services;
	expect(api?.environment.map((v) => [v.key, v.value])).toEqual([
		["WS", "ws://api:8000/ws"],
		["LOG", "info"],
		["API_PORT", "1"],
	]);
	expect(api?.environment.map((v) => FILE.slice(...v.valueAt))).toEqual([
		"ws://api:8000/ws",
		"info",
		"1",
	]);
	expect(web?.environment.map((v) => [v.key, v.value])).toEqual([
		["API_PORT", "0123"],
		["EMPTY", undefined],
		["LOG", "info"],
	]);
	expect(web).toMatchObject({
		command: { text: "npm run dev -- --host" },
		hostNetwork: true,
		dependsOn: ["api"],
		envFiles: ["web/.env"],
		build: { context: "./web" },
	});
});

test("a directive behind a value", () => {
	expect(compose(FILE).directives).toMatchObject([
		{ scope: "same-line", rules: ["deploy/port-not-published"] },
	]);
});

test("broken, recursive and foreign files do no harm", () => {
	expect(extractCompose("- a\n- b\n").kind).toBe("unreadable");
	expect(extractCompose("").kind).toBe("unreadable");
	expect(
		compose("services:\n  a: &a\n    <<: *a\n    image: x\n").services,
	).toMatchObject([{ name: "a", image: "x" }]);
	expect(
		compose("services:\n  a:\n    image: x\n  b:\n    ports: [\n").services.map(
			(s) => s.name,
		),
	).toEqual(["a", "b"]);
	const bomb = Array.from(
		{ length: 30 },
		(_, n) => `k${n}: &k${n} [*k${n + 1}, *k${n + 1}]`,
	);
	expect(
		compose(`${bomb.reverse().join("\n")}\nservices:\n  a:\n    image: x\n`)
			.services,
	).toHaveLength(1);
	expect(extractCompose("[".repeat(100_000)).kind).toBe("unreadable");
});

test("the first file format has services at the top", () => {
	expect(
		compose("web:\n  image: nginx\n  ports: ['80:80']\n").services,
	).toMatchObject([{ name: "web", ports: [{ host: 80 }] }]);
});

test("files of the repository that are mounted are told from named volumes", () => {
	const fact = extractCompose(
		"services:\n  web:\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf:ro\n      - data:/data\n      - { type: bind, source: ./site, target: /srv }\n  db:\n    volumes: [data:/data]\n",
	);
	if (fact.kind !== "compose") throw new Error(fact.reason);
	expect(fact.services.map((s) => s.mounts)).toEqual([
		[
			{ from: "./nginx.conf", to: "/etc/nginx/nginx.conf" },
			{ from: "./site", to: "/srv" },
		],
		undefined,
	]);
});
