import { describe, expect, test } from "vitest";
import {
	expandWord,
	option,
	parseCommandLine,
} from "../../../src/graph/server/command-line.js";

const programs = (line: string) =>
	parseCommandLine(line).map((c) => [c.program, ...c.args].join(" "));

describe("command lines", () => {
	test("wrappers are taken off, `python -m` names the module", () => {
		expect(programs("poetry run uvicorn a:b")).toEqual(["uvicorn a:b"]);
		expect(programs("uv run --frozen --with x uvicorn a:b")).toEqual([
			"uvicorn a:b",
		]);
		expect(programs("exec .venv/bin/python3.11 -m uvicorn a:b -p")).toEqual([
			"uvicorn a:b -p",
		]);
		expect(programs("npx -p ts-node ts-node server.ts")).toEqual([
			"ts-node server.ts",
		]);
		expect(programs("FOO=1 cross-env BAR=2 node x.js")).toEqual(["node x.js"]);
	});

	test("cd is followed within its group only", () => {
		expect(
			parseCommandLine("(cd api && uvicorn a:b) & (cd web && npm start)").map(
				(c) => [c.program, c.cwd],
			),
		).toEqual([
			["uvicorn", "api"],
			["npm", "web"],
		]);
	});

	test("nested lines: sh -c, concurrently, exec form joined by blanks", () => {
		expect(programs('concurrently "vite" "uvicorn a:b --port 1"')).toEqual([
			"vite",
			"uvicorn a:b --port 1",
		]);
		expect(programs("sh -c uvicorn a:b --port 2")).toEqual([
			"uvicorn a:b --port 2",
		]);
	});

	test("redirections and comments are no words", () => {
		expect(programs("nohup uvicorn a:b > /tmp/x.log 2>&1 & # later")).toEqual([
			"uvicorn a:b",
		]);
	});

	test("options and variables", () => {
		expect(option(["--port=1"], "--port")).toBe("1");
		expect(option(["-b", "0:2"], "--bind", "-b")).toBe("0:2");
		const lookup = (key: string) => (key === "A" ? "1" : undefined);
		expect(expandWord("$" + "{A}:$A", lookup)).toBe("1:1");
		expect(expandWord("$" + "{B:-8000}", lookup)).toBe("8000");
		expect(expandWord("$B", lookup)).toBeUndefined();
	});
});
