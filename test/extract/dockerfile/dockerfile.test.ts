import { expect, test } from "vitest";
import { extractDockerfile } from "../../../src/extract/dockerfile/index.js";

const braced = (name: string) => `$\{${name}}`;

const FILE = [
	"# syntax=docker/dockerfile:1",
	"ARG NODE=20",
	"ARG VITE_WS_URL=ws://localhost:8000/ws",
	`FROM --platform=$BUILDPLATFORM node:${braced("NODE")} AS build`,
	"WORKDIR /app",
	"ARG VITE_WS_URL",
	'ARG A="x y" B',
	"ENV VITE_API=http://h:1 \\",
	"    # the socket",
	`    VITE_SOCKET=${braced("VITE_WS_URL")} \\`,
	"",
	"    Q='a b' E=a\\ b",
	"ENV OLD the rest of it",
	"COPY package.json yarn.lock ./",
	"WORKDIR web",
	"run --mount=type=cache,target=/root npm ci && \\",
	"    # build it",
	"    npm run build  # wslint-disable-line deploy/x",
	"",
	"FROM nginx:alpine",
	'COPY --from=build --chown=a:b ["/app/dist", "/usr/share/nginx/html"]',
	"ENV PORT=8080",
	"EXPOSE $PORT 443/tcp 53/udp 9000-9001",
	'ENTRYPOINT ["sh", "-c", "uvicorn main:app --port 8000"]',
	"RUN <<EOF",
	"echo one",
	"echo two",
	"EOF",
	"CMD nginx -g 'daemon off;'",
].join("\r\n");

const { stages, directives } = extractDockerfile(FILE);
const [build, serve] = stages;
const at = (span: readonly [number, number] | undefined) =>
	FILE.slice(...(span ?? [0, 0]));

test("stages with names, images and flags", () => {
	expect(stages.map((s) => [s.name, s.from])).toEqual([
		["build", `node:${braced("NODE")}`],
		[undefined, "nginx:alpine"],
	]);
	expect(at(build?.at)).toMatch(/^FROM --platform.*build$/);
});

test("variables: continuation with a comment inside, quotes, escapes, legacy form", () => {
	expect(build?.variables.map((v) => [v.instruction, v.key, v.value])).toEqual([
		["ARG", "VITE_WS_URL", "ws://localhost:8000/ws"],
		["ARG", "A", "x y"],
		["ARG", "B", undefined],
		["ENV", "VITE_API", "http://h:1"],
		["ENV", "VITE_SOCKET", braced("VITE_WS_URL")],
		["ENV", "Q", "a b"],
		["ENV", "E", "a b"],
		["ENV", "OLD", "the rest of it"],
	]);
});

test("the default of a global ARG stands where it is written", () => {
	const found = build?.variables[0];
	expect(at(found?.at)).toBe("VITE_WS_URL");
	expect(at(found?.valueAt)).toBe("ws://localhost:8000/ws");
	expect(found?.valueAt[0]).toBeLessThan(build?.at[0] ?? 0);
	expect(build?.variables.slice(3).map((v) => at(v.valueAt))).toEqual([
		"http://h:1",
		braced("VITE_WS_URL"),
		"a b",
		"a\\ b",
		"the rest of it",
	]);
});

test("commands in shell form, exec form and here-documents, with their folder", () => {
	expect(build?.commands).toMatchObject([
		{
			text: expect.stringContaining("npm ci && npm run build"),
			workdir: "/app/web",
		},
	]);
	expect(
		serve?.commands.map((c) => [c.instruction, c.text, c.workdir]),
	).toEqual([
		["ENTRYPOINT", "sh -c 'uvicorn main:app --port 8000'", ""],
		["RUN", "echo one", ""],
		["RUN", "echo two", ""],
		["CMD", "nginx -g 'daemon off;'", ""],
	]);
	expect(at(serve?.commands[1]?.at)).toBe("echo one");
});

test("ports and copies", () => {
	expect(serve?.expose).toEqual([8080, 443, 9000, 9001]);
	expect(build?.copies).toEqual([
		{ from: "package.json", to: "./" },
		{ from: "yarn.lock", to: "./" },
	]);
	expect(serve?.copies).toEqual([
		{ from: "/app/dist", to: "/usr/share/nginx/html", stage: "build" },
	]);
});

test("directives", () => {
	expect(directives).toMatchObject([
		{ scope: "same-line", rules: ["deploy/x"] },
	]);
});

test("what is no Dockerfile gives no stages", () => {
	for (const text of ["", "\\", "FROM", "RUN x \\", "CMD [", "RUN <<EOF\nx"])
		expect(extractDockerfile(text).stages).toEqual([]);
	expect(
		extractDockerfile(`FROM a\nRUN x \\\n${"#\n".repeat(100_000)}`).stages,
	).toHaveLength(1);
});
