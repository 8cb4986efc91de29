import { expect, test } from "vitest";
import { python } from "./show.js";

test("awaits and yields, with their tests and loops", () => {
	const text =
		"async def f(a):\n    await g()\n    if a:\n        x = await h(1)\n    while True:\n        yield x\n";
	const code = python(text);
	expect(
		code.pauses.map(
			({ of, guard, inLoop }) =>
				text.slice(...of) + (guard ? "?" : "") + (inLoop ? "*" : ""),
		),
	).toEqual(["g()", "h(1)?", "x*"]);
	expect(code.pauses[0]?.of).toEqual(code.calls[0]?.call.at);
});
