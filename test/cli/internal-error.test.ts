import { expect, test } from "vitest";
import { sayInternal } from "../../src/cli/internal-error.js";
import { main } from "../../src/cli/main.js";
import { colorsFor } from "../../src/report/colors.js";

test("a bug in wslint ends with 3 and says how to report it", async () => {
	let err = "";
	const code = await main(["rules"], {
		cwd: "/",
		columns: undefined,
		colors: colorsFor(false),
		interactive: false,
		out: () => {
			throw new Error("the pipe burst");
		},
		err: (text) => {
			err += text;
		},
	});
	expect(code).toBe(3);
	expect(err).toMatch(/^wslint: internal error: the pipe burst\n/);
	expect(err).toMatch(/not in your project\.\nPlease report it/);
});

test("whatever was thrown is told", () => {
	expect(sayInternal("odd")).toContain("internal error: odd\n");
});
