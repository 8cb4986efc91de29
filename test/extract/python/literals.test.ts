import { describe, expect, it } from "vitest";
import { python, show, value } from "./show.js";

function literal(source: string): string {
	return value(python(`x = ${source}`), "x");
}

describe("strings", () => {
	it("joins adjacent literals, whatever their quotes and prefixes", () => {
		expect(literal(`("ws://" 'a' r"\\b" """c""")`)).toBe('"ws://a\\\\bc"');
	});

	it("processes escapes, keeps unknown ones, and none in raw strings", () => {
		expect(literal(`"\\x41\\u00e9\\101\\n\\d\\""`)).toBe(
			JSON.stringify('AéA\n\\d"'),
		);
		expect(literal(`r"\\n"`)).toBe(JSON.stringify("\\n"));
	});

	it("turns f-strings into parts, ignoring format specifications and doubled braces", () => {
		expect(literal(`f"ws://{host}:{port:>{w}}/{{id}}"`)).toBe(
			"`ws://{host}:{port}/{id}`",
		);
		expect(literal(`f"a" "b{c}" f"{d}"`)).toBe("`ab{c}{d}`");
	});

	it("does not know the text of a representation", () => {
		expect(literal(`f"{a!r}{b=}{c!s}"`)).toBe(
			"`{?a value shown by its representation}{?a value shown with its source}{c}`",
		);
	});

	it("fills % templates from one value, a tuple or a dictionary", () => {
		expect(literal(`"%s:%d/100%%" % (host, port)`)).toBe(
			"`{host}:{port}/100%`",
		);
		expect(literal(`"ws://%s" % host`)).toBe("`ws://{host}`");
		expect(literal(`"%(h)s" % {"h": host}`)).toBe("`{host}`");
		expect(literal(`"%s %s" % (a,)`)).toBe("?a % format that is not plain");
		expect(literal(`template % host`)).toBe("(template % host)");
	});

	it("fills .format templates by position and name", () => {
		expect(literal(`"{}-{}-{n:02d}{{}}".format(a, b, n=c)`)).toBe(
			"`{a}-{b}-{c}{}`",
		);
		expect(literal(`"{1}{0}".format(a, b)`)).toBe("`{b}{a}`");
		expect(literal(`"{a.b}".format(a=x)`)).toContain(".format(");
		expect(literal(`template.format(a)`)).toBe("template.format(a)");
	});

	it("covers the whole literal with its span, counted in UTF-16 units", () => {
		const source = '# é 😀\nx = "wss://😀"; y = f"é{x}!"';
		const code = python(source);
		const [x, y] = code.defs;
		expect(source.slice(...(x?.value.at ?? [0, 0]))).toBe('"wss://😀"');
		expect(
			y?.value.k === "concat" &&
				y.value.parts.map((part) => source.slice(...part.at)),
		).toEqual(["é", "x", "!"]);
	});
});

describe("other expressions", () => {
	it.each([
		["0x1F + 1_000", "(31 + 1000)"],
		["-1.5", "-1.5"],
		["[1, *a, None]", "[1, *a, null]"],
		["(1, True)", "[1, true]"],
		["{'a': 1, b: 2, **c}", "{a: 1, [b]: 2, **c}"],
		["a if t else b", "(t ? a : b)"],
		["a or b and not c", "(a || (b && !c))"],
		["a is None", "(a == null)"],
		["a not in b", "!(a in b)"],
		["a < b < c", "?a chained comparison"],
		["a // b", "?the operator // is not followed"],
		["a.b[0]['k']", 'a.b[0]["k"]'],
		["text[3:]", "text.slice(3)"],
		["text[:-1]", "text.slice(0, -1)"],
		["text[a:]", "?a slice whose bounds are not plain numbers"],
		["text[::2]", "?a slice whose bounds are not plain numbers"],
		["await f(1, *a, k=2, **kw)", "f(1, *a, k=2, **)"],
		["f(**{'a': 1})", "f(a=1)"],
		[
			"[o.strip() for o in s.split(',') if o]",
			'[each(s.split(",")).strip() of s.split(",") if each(s.split(","))]',
		],
		["set(k for k, v in d.items())", "set([each(d.items())[0] of d.items()])"],
		["[a for b in c for a in b]", "?a comprehension over several lists"],
		["{k: v for k, v in d}", "?a dictionary made in a loop"],
		["Field(...)", "Field(Ellipsis)"],
	])("reads %s", (source, expected) => {
		expect(literal(source)).toBe(expected);
	});

	it("keeps a comprehension's variable inside it", () => {
		const code = python("x = 1\nys = [x for x in zs]\nz = x");
		expect(value(code, "z")).toBe("x#1");
	});

	it("gives a lambda its parameters and the names around it", () => {
		const code = python("base = 1\nf = lambda a, b=2: a + base");
		expect(code.functions[0]?.params.map((p) => p.name)).toEqual(["a", "b"]);
		expect(show(code, code.functions[0]?.returns)).toBe("($a + base#1)");
	});

	it("binds a walrus in the scope around a comprehension", () => {
		const code = python("xs = [y for x in zs if (y := f(x))]\nu = y");
		expect(value(code, "u")).toBe("y#1");
	});
});
