import { describe, expect, test } from "vitest";
import { linesOfTree } from "../../src/engine/lines.js";
import { colorsFor } from "../../src/report/colors.js";
import { selectConnections, trace } from "../../src/report/trace/index.js";
import { sampleResult } from "./sample.js";

const { graph, tree } = sampleResult([]);
const linesOf = linesOfTree(tree);

test("scenarios that come out the same are one way, with its steps and its verdict", () => {
	const text = trace(graph, graph.connections, {
		linesOf,
		colors: colorsFor(false),
	});
	expect(text).toBe(
		`FastAPI server in api (port 8000)

web/src/chat.ts:3  WebSocket
  dev, preview  ws://localhost:8001/ws?token=***
    from import WS_URL  web/src/chat.ts:1
         VITE_WS_URL    web/.env:1
    ✗ cannot reach: no server listens on port 8001; listening: 8000
  production  ws://localhost:8001/ws?token=***
    from as above
    ? unknown: nothing says where it is served
`,
	);
});

describe("a target is", () => {
	const found = (target: string) =>
		selectConnections(graph, target, linesOf).length;

	test.each([
		"ws://localhost:8001",
		"/ws",
		"web/src/chat.ts",
		"./web/src/chat.ts:3",
		"web/src/chat.ts:3:27",
		"web/.env:1",
		"VITE_WS_URL",
	])("%s", (target) => {
		expect(found(target)).toBe(1);
	});

	test.each(["/socket", "web/src/chat.ts:2", "WS_UR", "web/src/other.ts"])(
		"not %s",
		(target) => {
			expect(found(target)).toBe(0);
		},
	);
});
