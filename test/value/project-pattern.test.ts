import { expect, test } from "vitest";
import { projectPattern } from "../../src/value/project-pattern.js";

test.each([
	"^/api",
	"^/(api|ws)/.*",
	"^(?:/[^/]+)?/ws$",
	"^wss?:\\/\\/",
	"https?://(.*\\.)?example\\.com(:[0-9]+)?",
	"[(a+)+]*",
	"\\(a+\\)+",
	"^/rooms/([^/]+)/(\\d{2,4})$",
])("%s is tried", (source) => {
	expect(projectPattern(source)?.source).toBe(new RegExp(source).source);
});

test.each([
	"(a+)+$",
	"^(a|aa)*$",
	"^((a*)b?)*$",
	"^(?:[a-z]+/?){2,}$",
	"((x|y))+z",
	"(",
	"?",
	"a".repeat(501),
])("%s is not", (source) => {
	expect(projectPattern(source)).toBeUndefined();
});
