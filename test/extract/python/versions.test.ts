import { describe, expect, it } from "vitest";
import { python, result, show, value } from "./show.js";

describe("assignments", () => {
	it("reads the version that holds at the place of the read", () => {
		const code = python("app = A()\nx = app\napp = B(app)\ny = app");
		expect(value(code, "x")).toBe("app#1");
		expect(value(code, "app")).toBe("B(app#1)");
		expect(value(code, "y")).toBe("app#2");
	});

	it("unpacks tuples by index, literal ones item by item", () => {
		const code = python("a, (b, c) = f()\nx, y = 1, 2\np, *q = f()");
		expect(value(code, "b")).toBe("f()[1][0]");
		expect(value(code, "y")).toBe("2");
		expect(value(code, "q")).toMatch(/^\?/);
	});

	it("gives chained and annotated targets the value, and += the sum", () => {
		const code = python("a = b = f()\nc: str = 'x'\nc += 'y'");
		expect(value(code, "a")).toBe("f()");
		expect(value(code, "b")).toBe("f()");
		expect(value(code, "c")).toBe('(c#1 + "y")');
		expect(code.calls).toHaveLength(1);
	});

	it("gives a with target the value it enters", () => {
		const code = python(
			"async def f():\n  async with connect(url) as ws, g():\n    await ws.send(1)",
		);
		expect(value(code, "ws")).toBe("connect(url)");
		expect(code.calls).toHaveLength(3);
	});
});

describe("branches", () => {
	it("joins if, elif and else as a choice", () => {
		const code = python("if a: x = 1\nelif b: x = 2\nelse: x = 3\ny = x");
		expect(value(code, "x")).toBe("(a ? x#1 : (b ? x#2 : x#3))");
	});

	it("keeps the value from before where a branch does not assign", () => {
		const code = python("x = 0\nif a: x = 1\ny = x");
		expect(value(code, "x")).toBe("(a ? x#2 : x#1)");
	});

	it("takes the only branch that binds a name", () => {
		expect(value(python("if a: x = 1\ny = x"), "y")).toBe("x#1");
	});

	it("leaves out branches that end", () => {
		const code = python(
			"def f(a):\n  x = 1\n  if a:\n    x = 2\n    raise E()\n  return x",
		);
		expect(result(code, "f")).toBe("x#1");
	});

	it("reads match with literal patterns as comparisons", () => {
		const code = python(
			'match env:\n  case "dev" | "test": x = 1\n  case Foo(): x = 2\n  case _: x = 3\ny = x',
		);
		expect(value(code, "x")).toBe(
			'(((env == "dev") || (env == "test")) ? x#1 : (?a pattern that is not a literal ? x#2 : x#3))',
		);
	});

	it("takes any of the values around a try", () => {
		const code = python(
			"x = 0\ntry:\n  x = f()\nexcept E as e:\n  x = g(x)\ny = x",
		);
		expect(
			code.defs
				.filter((def) => def.name === "x")
				.map((def) => show(code, def.value)),
		).toEqual(["0", "f()", "any(x#1, x#2)", "g(x#3)", "any(x#2, x#4)"]);
		expect(value(code, "y")).toBe("x#5");
	});

	it("runs finally after whichever part ran", () => {
		const code = python(
			"def f():\n  try:\n    x = g()\n  finally:\n    h(x)\n  return x",
		);
		expect(result(code, "f")).toBe("x#1");
	});
});

describe("loops", () => {
	it("binds the loop variable to each element and joins with the value before", () => {
		const code = python("last = None\nfor x in xs:\n  last = x\ny = last");
		expect(value(code, "x")).toBe("each(xs)");
		expect(value(code, "last")).toBe("any(last#1, last#2)");
	});

	it("appends each element to the list from before the loop", () => {
		const code = python(
			"xs = ['a']\nfor o in os:\n  if not o: continue\n  xs.append(o)\ny = xs",
		);
		expect(value(code, "xs")).toBe("any(xs#1, xs#2)");
		expect(show(code, code.defs[2]?.value)).toBe("xs#1 after append(o#1)");
	});

	it("does not claim to know what earlier passes left in a name", () => {
		const code = python("u = 'a'\nfor p in ps:\n  u = u + p\ny = u");
		const versions = code.defs.filter((d) => d.name === "u");
		expect(versions.map((d) => show(code, d.value))).toContain(
			"any(u#1, ?u changes from pass to pass)",
		);
	});

	it("reaches the end of an endless loop only by break", () => {
		const code = python(
			"def f():\n  while True:\n    x = g()\n    if x: break\n  return x\ndef h():\n  while True:\n    g()",
		);
		expect(result(code, "f")).toBe("x#1");
		expect(result(code, "h")).toBe("undefined");
	});
});

describe("changes in place", () => {
	it("makes a new version of a local list, dictionary or object", () => {
		const code = python(
			"xs = []\nxs.append(1)\nd = {}\nd['k'] = 2\nd[k] = 3\nd.update(a=4)\no = f()\no.a.b = 5",
		);
		expect(value(code, "xs")).toBe("xs#1 after append(1)");
		expect(
			code.defs.filter((d) => d.name === "d").map((d) => show(code, d.value)),
		).toEqual([
			"{}",
			"d#1 with k = 2",
			"d#2 after __setitem__(k, 3)",
			"d#3 after update({a: 4})",
		]);
		expect(value(code, "o")).toBe("o#1 with a = o#1.a with b = 5");
	});

	it("leaves instances and imported modules what they are", () => {
		const code = python(
			"import os\napp = FastAPI()\napp.add(x)\nos.environ['A'] = 'b'\ny = os.getenv('B_C')\ndef f(db):\n  db.add(1)",
		);
		expect(code.defs.filter((d) => d.name === "app")).toHaveLength(1);
		expect(value(code, "y")).toBe('<os:*>.getenv("B_C")');
		expect(code.defs.some((d) => d.name === "db")).toBe(false);
	});
});

describe("names across functions", () => {
	it("reads a captured name at its last version, even when it is assigned later", () => {
		const code = python("def f():\n  return url\nurl = 'a'\nurl = 'b'");
		expect(result(code, "f")).toBe("url#2");
	});

	it("takes any of the writes of a global", () => {
		const code = python(
			"client = None\ndef init():\n  global client\n  client = connect()\n  return client\ndef use():\n  return client",
		);
		expect(result(code, "init")).toBe("client#3");
		expect(result(code, "use")).toBe("client#2");
		expect(
			show(code, code.defs.filter((d) => d.name === "client")[1]?.value),
		).toBe("any(client#1, client#3)");
		expect(show(code, code.exports.client)).toBe("client#2");
	});

	it("takes any of the states of a list that a function appends to", () => {
		const code = python(
			"routers = [a]\ndef add(r):\n  routers.append(r)\nx = routers",
		);
		const shared = code.defs.find((d) => d.value.k === "any");
		expect(show(code, shared?.value)).toBe("any(routers#1, routers#3)");
		expect(value(code, "routers")).toBe("routers#1 after append($r)");
	});

	it("resolves nonlocal to the function that binds the name", () => {
		const code = python(
			"def f():\n  n = 0\n  def g():\n    nonlocal n\n    n = 1\n  return n",
		);
		const shared = code.defs.find((d) => d.value.k === "any");
		expect(shared?.fn).toBe(0);
		expect(show(code, shared?.value)).toBe("any(n#1, n#3)");
	});

	it("does not take a local name for the module's", () => {
		const code = python("x = 1\ndef f():\n  y = x\n  x = 2\n  return y");
		expect(value(code, "y")).toBe("?x is read before it is assigned");
	});
});
