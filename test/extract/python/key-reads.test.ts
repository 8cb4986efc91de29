import { expect, it } from "vitest";
import { python } from "./show.js";

function uses(source: string): string[] {
	return python(source).keyReads.map(({ key, use }) => `${key} ${use}`);
}

it.each([
	['x = os.environ["API_URL"]', "API_URL value"],
	['x = os.getenv("API_URL")', "API_URL value"],
	['x = os.getenv("API_URL", "d")', "API_URL fallback"],
	['x = os.environ.get("API_URL") or "d"', "API_URL fallback"],
	['x = environ.get("API_URL", default=d)', "API_URL fallback"],
	['x = config("API_URL", default=1, cast=int)', "API_URL fallback"],
	['x = env.str("API_URL")', "API_URL value"],
	["x = settings.API_URL", "API_URL value"],
	["x = settings.API_URL or d", "API_URL fallback"],
	["if settings.API_URL: pass", "API_URL test"],
	["x = not settings.API_URL", "API_URL test"],
	['x = os.getenv("API_URL") == "1"', "API_URL test"],
	['x = os.getenv("API_URL").split(",") or d', "API_URL value"],
	[
		'x = os.environ["API_URL"] if "API_URL" in os.environ else d',
		"API_URL fallback",
	],
	[
		'API_URL = os.getenv("API_URL")\nif not API_URL: raise E',
		"API_URL fallback",
	],
	['API_URL = os.getenv("API_URL")\nf(API_URL)', "API_URL value"],
])("tells how %s is used", (source, expected) => {
	expect(uses(source)).toContain(expected);
});

it("treats a read that an earlier test secured as provided for", () => {
	expect(
		uses("def f():\n  if not settings.API_URL: return\n  g(settings.API_URL)"),
	).toEqual(["API_URL test", "API_URL fallback"]);
});

it.each([
	"x = os.environ['lower']",
	"x = d['API_URL']",
	"x.API_URL = 1",
	"x = get('API_URL')",
])("does not take %s for a key read", (source) => {
	expect(uses(source)).toEqual([]);
});

it("points at the key without its quotes", () => {
	const source = "x = os.environ[r'API_URL']";
	const [read] = python(source).keyReads;
	expect(source.slice(...(read?.keyAt ?? [0, 0]))).toBe("API_URL");
});

it.each([
	['x = os.getenv("API_URL", "d")', '"d"'],
	['x = os.environ.get("API_URL", default="d")', '"d"'],
	['x = os.environ.get("API_URL") or "d"', '"d"'],
	['x = os.environ.get("API_URL") and "d"', undefined],
	['x = os.getenv("API_URL").strip() or "d"', undefined],
])("what takes the place of a missing value in %s", (source, expected) => {
	const at = python(source).keyReads[0]?.otherwise?.at;
	expect(at && source.slice(...at)).toBe(expected);
});
