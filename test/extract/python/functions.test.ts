import { describe, expect, it } from "vitest";
import { calls, python, result, show, value } from "./show.js";

describe("results", () => {
	it.each([
		["return 1", "1"],
		["pass", "undefined"],
		["if a: return 1\n  return 2", "(a ? 1 : 2)"],
		["if a: return 1", "(a ? 1 : undefined)"],
		[
			"if a: return 1\n  elif b: return 2\n  else: return 3",
			"(a ? 1 : (b ? 2 : 3))",
		],
		[
			"if a:\n    if b: return 1\n    return 2\n  return 3",
			"((a && b) ? 1 : (a ? 2 : 3))",
		],
		["if not a: raise E()\n  return 1", "1"],
		[
			"if a: return 1\n  try: return g()\n  except E: return 2",
			"(a ? 1 : any(g(), 2))",
		],
		["for x in xs:\n    if x: return x\n  return 1", "any(x#1, 1)"],
		["yield 1", "?a generator"],
		["return await g()", "g()"],
		["with g() as x:\n    return x", "x#1"],
	])("of %s", (body, expected) => {
		expect(result(python(`async def f():\n  ${body}\n`), "f")).toBe(expected);
	});
});

it("reads parameters with defaults, annotations and stars, without separators", () => {
	const source =
		"def f(a, /, b: int = 1, *args: str, c: Annotated[S, Depends(g)], d=h(), **kw): pass";
	const code = python(source);
	const params = code.functions[0]?.params ?? [];
	expect(params.map((p) => p.name)).toEqual(["a", "b", "args", "c", "d", "kw"]);
	expect(params.map((p) => p.annotation)).toEqual([
		undefined,
		"int",
		"str",
		"Annotated[S, Depends(g)]",
		undefined,
		undefined,
	]);
	expect(params.map((p) => p.rest ?? false)).toEqual([
		false,
		false,
		true,
		false,
		false,
		true,
	]);
	expect(show(code, params[4]?.default)).toBe("h()");
	// The dependency in the annotation is a call that stands inside the parameter.
	const [depends] = code.calls;
	expect(show(code, depends?.call)).toBe("Depends(g)");
	expect(depends?.call.at[0]).toBeGreaterThan(params[3]?.at[0] ?? 0);
	expect(depends?.call.at[1]).toBeLessThan(params[3]?.at[1] ?? 0);
});

it("numbers decorator calls and marks what they decorate", () => {
	const code = python(
		'@router.websocket("/ws", name="n")\n@bare\nasync def ws(socket): pass\n@register("x")\nclass C: pass',
	);
	expect(code.functions[0]?.decorators).toEqual([0, -1]);
	expect(code.functions[0]?.async).toBe(true);
	expect(calls(code)).toEqual([
		'router.websocket("/ws", name="n")',
		'register("x")',
	]);
	expect(code.calls[0]?.decorates).toEqual({ fn: 0 });
	expect(code.calls[1]?.decorates).toEqual({ cls: 0 });
});

it("covers the decorators with a definition's statement and starts the function at def", () => {
	const source = "@a()\nasync def f():\n  return 1\n";
	const code = python(source);
	const at = (span: readonly [number, number] | undefined) =>
		source.slice(...(span ?? [0, 0]));
	expect(at(code.defs[0]?.statement)).toBe(source.trimEnd());
	expect(at(code.defs[0]?.at)).toBe("f");
	expect(at(code.functions[0]?.at)).toMatch(/^async def/);
	expect(at(code.functions[0]?.body)).toBe("return 1");
});

it("reads closures after the function around them", () => {
	const code = python(
		"def create_app():\n  @app.get('/')\n  def root():\n    return app\n  app = FastAPI()\n  return app",
	);
	expect(result(code, "root")).toBe("app#1");
	expect(code.functions[1]?.outer).toBe(0);
	expect(result(code, "create_app")).toBe("app#1");
});

describe("classes", () => {
	const code = python(
		[
			"class Settings(BaseSettings, metaclass=M):",
			"  host: str = 'h'",
			"  port: int",
			"  url = 'ws://' + host",
			"  model_config = SettingsConfigDict(env_file='.env')",
			"  class Config:",
			"    env_file = '.env'",
			"  def __init__(self, token: str):",
			"    self.token = token",
			"    self.list: List[str] = []",
			"  @property",
			"  def full(self): return self.url",
			"  @full.setter",
			"  def full(self, v): pass",
			"  @classmethod",
			"  def load(cls, path): return cls(path)",
			"  @staticmethod",
			"  def parse(text): return text",
			"  @validator('host')",
			"  def check(cls, v): return host",
		].join("\n"),
	);
	const [settings] = code.classes;

	it("lists fields of the body and of self in source order", () => {
		expect(
			settings?.fields.map((f) => [
				f.name,
				f.annotation,
				show(code, f.value),
				f.fn,
			]),
		).toEqual([
			["host", "str", '"h"', undefined],
			["port", "int", "nothing", undefined],
			["url", undefined, '("ws://" + "h")', undefined],
			[
				"model_config",
				undefined,
				'SettingsConfigDict(env_file=".env")',
				undefined,
			],
			["Config", undefined, "class Config", undefined],
			["token", undefined, "$token", 0],
			["list", "List[str]", "[]", 0],
		]);
		expect(show(code, code.classes[1]?.fields[0]?.value)).toBe('".env"');
		expect(settings?.bases.map((base) => show(code, base))).toEqual([
			"BaseSettings",
		]);
	});

	it("names methods, getters and setters apart, and drops the receiver", () => {
		expect(settings?.methods).toEqual({
			__init__: 0,
			"get full": 1,
			"set full": 2,
			load: 3,
			parse: 4,
			check: 5,
		});
		expect(code.functions.map((fn) => fn.params.map((p) => p.name))).toEqual([
			["token"],
			[],
			["v"],
			["path"],
			["text"],
			["v"],
		]);
		expect(result(code, "full")).toBe("this.url");
		expect(result(code, "load")).toBe("this($path)");
	});

	it("hides the class body's names from methods and from the module", () => {
		expect(result(code, "check")).toBe("host");
		expect(code.defs.map((d) => d.name)).toEqual(["Settings"]);
		expect(value(code, "Settings")).toBe("class Settings");
	});
});
