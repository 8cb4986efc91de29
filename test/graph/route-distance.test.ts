import { describe, expect, it } from "vitest";
import {
	differenceBetween,
	editToward,
	nearestRoute,
	repeatedRun,
} from "../../src/graph/route-distance.js";

const routes = (...paths: string[]) => paths.map((path) => ({ path }));
const applied = (path: string, route: string) => {
	const edit = editToward(path, route);
	return edit && path.slice(0, edit.start) + edit.text + path.slice(edit.end);
};

describe("nearestRoute", () => {
	it("prefers a forgotten prefix over another name", () => {
		expect(nearestRoute("/ws", routes("/live", "/api/chat/ws"))?.path).toBe(
			"/api/chat/ws",
		);
	});
	it("finds a misspelt segment", () => {
		expect(nearestRoute("/ws/chta", routes("/ws/chat", "/ws/jobs"))?.path).toBe(
			"/ws/chat",
		);
	});
	it("takes a parameter for any value", () => {
		expect(nearestRoute("/room/7", routes("/ws/room/{id}"))?.path).toBe(
			"/ws/room/{id}",
		);
	});
	it("names none when nothing is alike", () => {
		expect(
			nearestRoute("/foo", routes("/api/chat/ws", "/bar")),
		).toBeUndefined();
	});
});

describe("differenceBetween", () => {
	it.each([
		["/ws/", "/ws", "slash"],
		["//ws", "/ws", "slash"],
		["/WS/7", "/ws/{id}", "case"],
		["/ws/ws", "/ws", "duplicated"],
		["/api/v1/api/v1/x", "/api/v1/x", "duplicated"],
		["/ws", "/api/chat/ws", "prefix"],
		["/api/ws", "/ws", "prefix"],
		["/ws/status", "/ws/dashboard", "other"],
		["/", "/ws", "other"],
	])("%s against %s is %s", (path, route, difference) => {
		expect(differenceBetween(path, route)).toBe(difference);
	});
});

describe("editToward", () => {
	it.each([
		["/ws", "/api/chat/ws"],
		["/api/v1/status/ws", "/api/v1/dashboard/ws"],
		["/ws/", "/ws"],
		["/", "/ws"],
	])("rewrites %s to %s", (path, route) => {
		expect(applied(path, route)).toBe(route);
	});
	it("keeps the value that stands for a parameter", () => {
		expect(applied("/room/7", "/ws/room/{id}")).toBe("/ws/room/7");
	});
	it("never writes a parameter's name into a URL", () => {
		expect(editToward("/ws", "/ws/{id}")).toBeUndefined();
	});
	it("never drops text it does not know", () => {
		expect(editToward("/ws/\ue001", "/ws")).toBeUndefined();
	});
});

describe("repeatedRun", () => {
	it("covers the second copy", () => {
		expect(repeatedRun("/x/ws/ws")).toEqual({ start: 5, end: 8 });
	});
	it("does not take a double slash for a repetition", () => {
		expect(repeatedRun("//")).toBeUndefined();
	});
});
