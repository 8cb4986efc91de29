import { describe, expect, it } from "vitest";
import { calls, python, show } from "./show.js";

it("lists calls in source order, inner receivers first", () => {
	expect(calls(python("@d()\ndef f():\n  b(c())\na().e()"))).toEqual([
		"d()",
		"b(c())",
		"c()",
		"a()",
		"a().e()",
	]);
});

it("uses one object for a call in a definition and in the list of calls", () => {
	const code = python("app = FastAPI(routes=[r()])");
	expect(code.calls[0]?.call).toBe(code.defs[0]?.value);
});

describe("guards", () => {
	it.each([
		[
			"if __name__ == '__main__':\n  run()",
			'run() if (__name__ == "__main__")',
		],
		["if a:\n  pass\nelif b:\n  run()", "run() if (!a && b)"],
		["if a:\n  pass\nelse:\n  run()", "run() if !a"],
		["x = run() if a else 1", "run() if a"],
		["a and run()", "run() if a"],
		["a or run()", "run() if !a"],
		["for x in xs:\n  if x: continue\n  run()", "run() if !x#1"],
		["def f(a):\n  if not a: return\n  run()", "run() if $a"],
		["def f(a):\n  assert a\n  run()", "run() if $a"],
		[
			"def f(a):\n  if a: return\n  elif b: pass\n  else: return\n  run()",
			"run() if (!$a && b)",
		],
		["if a:\n  def f():\n    run()", "run() if a"],
		["try:\n  if a: raise E\n  run()\nexcept E: pass", "run() if !a"],
	])("of %s", (source, expected) => {
		expect(calls(python(source))).toContain(expected);
	});

	it("end with the branch they belong to", () => {
		expect(
			calls(python("def f(a):\n  if a:\n    if b: return\n    g()\n  h()")),
		).toEqual(["g() if ($a && !b)", "h()"]);
	});

	it("leave out what must hold for the module to load", () => {
		expect(
			calls(
				python("if not KEY:\n  raise E()\napp = FastAPI()\ndef f():\n  run()"),
			),
		).toEqual(["E() if !KEY", "FastAPI()", "run()"]);
	});
});

it("marks calls in loops and comprehensions, not those of functions made there", () => {
	const code = python(
		"for r in rs:\n  app.include_router(r)\n  @app.get(r)\n  def f(): g()\nxs = [h(r) for r in k()]",
	);
	expect(
		code.calls.filter((c) => c.inLoop).map((c) => show(code, c.call)),
	).toEqual(["app.include_router(r#1)", "app.get(r#1)", "h(each(k()))"]);
});
