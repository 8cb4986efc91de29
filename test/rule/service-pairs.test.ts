import { expect, it } from "vitest";
import { stemOf } from "../../src/rule/vocabulary/service-pairs.js";

it.each([
	["VITE_API_URL", ""],
	["VITE_WS_BASE_URL", ""],
	["VITE_CHAT_WS_URL", "CHAT"],
	["VITE_CHAT_API_URL", "CHAT"],
	["VITE_AUTH_SERVER_URL", "AUTH"],
])("%s is about %s", (key, stem) => {
	expect(stemOf(key, ["VITE_"])).toBe(stem);
});
