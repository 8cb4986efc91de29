import { expect, it } from "vitest";
import { calls, python, value } from "./show.js";

it("keeps what it can read around a syntax error and says where it is", () => {
	const source = 'app = FastAPI()\ndef (:\n@app.get("/")\ndef f(): pass\n';
	const code = python(source);
	expect(value(code, "app")).toBe("FastAPI()");
	expect(code.syntaxError?.message).toMatch(/^unexpected \S/);
	expect(code.syntaxError?.at[0]).toBeGreaterThan(10);
	expect(python("x = 1").syntaxError).toBeUndefined();
});

it("reads Python 2 as far as it goes", () => {
	expect(calls(python('print "a", f(1)\nexec g()\nx = h()'))).toContain("h()");
});

it("reads CRLF, a byte order mark and an empty file", () => {
	expect(
		value(python("\uFEFFx = 1\r\nif a:\r\n  y = '''b\r\n'''\r\n"), "y"),
	).toContain("b");
	expect(python("").defs).toEqual([]);
});

const repeat = (count: number, line: (index: number) => string): string =>
	Array.from({ length: count }, (_, index) => line(index)).join("");

it.each([
	["parentheses", `x = ${"(".repeat(20_000)}1${")".repeat(20_000)}`],
	[
		"an elif chain",
		`if a:\n  x = 0\n${repeat(3000, (i) => `elif a${i}:\n  x = ${i}\n`)}y = x`,
	],
	[
		"early exits",
		`def f():\n${repeat(1500, (i) => `  if a${i}: return g(${i})\n`)}  return 1`,
	],
	["additions", `x = ${"a + ".repeat(20_000)}1`],
	[
		"blocks",
		repeat(300, (i) => `${" ".repeat(i)}for x${i} in y:\n`) +
			`${" ".repeat(300)}f()`,
	],
	["method calls", `x = a${".f()".repeat(3000)}`],
	[
		"global writes",
		`x = 0\n${repeat(500, (i) => `def f${i}():\n  global x\n  x = x + 1\n`)}`,
	],
	["null bytes", "\0\x01\xff".repeat(100_000)],
	["open brackets", "[".repeat(5000)],
])("survives many %s and can be serialised", (_, source) => {
	expect(() => JSON.stringify(python(source))).not.toThrow();
});
