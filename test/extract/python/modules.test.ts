import { expect, it } from "vitest";
import { python, show, value } from "./show.js";

it("binds the package for a dotted import and the module for an alias", () => {
	const code = python("import a.b, c.d as e\nx = a.b.f()\ny = e.g()");
	expect(value(code, "x")).toBe("<a:*>.b.f()");
	expect(value(code, "y")).toBe("<c.d:*>.g()");
	expect(code.imports.map((i) => i.from)).toEqual(["a.b", "c.d"]);
});

it("keeps the dots of relative imports and the original name behind an alias", () => {
	const code = python(
		"from . import routers\nfrom ..pkg.mod import (x as y,\n  z)\nfrom .all import *",
	);
	expect(
		Object.fromEntries(
			Object.entries(code.exports).map(([k, v]) => [k, show(code, v)]),
		),
	).toEqual({
		routers: "<.:routers>",
		y: "<..pkg.mod:x>",
		z: "<..pkg.mod:z>",
	});
	expect(code.imports.map((i) => [i.from, i.names])).toEqual([
		[".", ["routers"]],
		["..pkg.mod", ["x", "z"]],
		[".all", ["*"]],
	]);
	expect(code.starExports).toEqual([".all"]);
});

it("points at the specifier of an import", () => {
	const source = "from ..a.b import c";
	const [fact] = python(source).imports;
	expect(source.slice(...(fact?.fromAt ?? [0, 0]))).toBe("..a.b");
});

it("takes either side of an import that may fail", () => {
	const code = python(
		"try:\n  import ujson as json\nexcept ImportError:\n  json = None\nx = json",
	);
	expect(value(code, "json")).toBe("any(<ujson:*>, json#1)");
	expect(show(code, code.exports.json)).toBe("json#2");
});

it("marks imports under TYPE_CHECKING and binds imports inside functions", () => {
	const code = python(
		"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from a import T\ndef f():\n  import uvicorn\n  uvicorn.run(T)",
	);
	expect(code.imports.map((i) => i.typeOnly)).toEqual([false, true, false]);
	expect(show(code, code.calls[0]?.call)).toBe("<uvicorn:*>.run(<a:T>)");
});

it("notes dynamic imports with a literal name", () => {
	const code = python(
		'import importlib\nm = importlib.import_module("app.api")',
	);
	expect(code.imports[1]).toMatchObject({ from: "app.api", dynamic: true });
});

it("exports every top-level name with its last version, but nothing local", () => {
	const code = python(
		"a = 1\na = 2\ndef f():\n  inner = 1\nclass C:\n  field = 1\nfor i in a: pass",
	);
	expect(Object.keys(code.exports)).toEqual(["a", "f", "C", "i"]);
	expect(show(code, code.exports.a)).toBe("a#2");
});

it("collects suppressions and the shebang", () => {
	const code = python(
		"#!/usr/bin/env python\nx = 1  # wslint-disable-line a/b -- why\n",
	);
	expect(code.pragmas).toEqual(["#!/usr/bin/env python"]);
	expect(code.directives).toMatchObject([
		{ scope: "same-line", rules: ["a/b"], reason: "why" },
	]);
});
