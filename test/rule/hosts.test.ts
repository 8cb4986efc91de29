import { describe, expect, test } from "vitest";
import {
	isPlaceholder,
	isPublicName,
	reachOf,
} from "../../src/rule/vocabulary/hosts.js";

describe("who can reach a host", () => {
	test.each([
		["localhost", "loopback"],
		["app.localhost", "loopback"],
		["127.0.0.2", "loopback"],
		["[::1]", "loopback"],
		["192.168.1.40", "private"],
		["172.16.0.1", "private"],
		["172.32.0.1", "public"],
		["10.example", undefined],
		["feed.acme.io", "public"],
		["101.79.10.202", "public"],
		["backend", undefined],
		["nas.local", undefined],
		["0.0.0.0", undefined],
	])("%s is %s", (host, reach) => {
		expect(reachOf(host)).toBe(reach);
	});

	test.each([
		"api.example.com",
		"your-server.com",
		"your-app.onrender.com",
		"<host>",
		"203.0.113.7",
		"yourdomain.com",
	])("%s is there to be replaced", (host) => {
		expect(isPlaceholder(host)).toBe(true);
		expect(reachOf(host)).toBeUndefined();
	});

	test("a name that merely holds the word example is a name", () => {
		expect(isPublicName("examples.acme.io")).toBe(true);
	});
});
