import { expect, test } from "vitest";
import { isSecretKey, isSecretValue, maskUrl } from "../../src/facts/secret.js";

test.each([
	["JWT_SECRET", true],
	["VITE_API_KEY", true],
	["DB_PASSWORD", true],
	["ACCESS_TOKEN", true],
	["VITE_WS_URL", false],
	["AUTH_URL", false],
	["TOKEN_EXPIRE_MINUTES", false],
	["CORS_ORIGINS", false],
	["KEYBOARD", false],
	["PORT", false],
])("key %s", (key, secret) => {
	expect(isSecretKey(key)).toBe(secret);
});

test.each([
	["ws://localhost:8000/ws", false],
	["ws://user:pass@host/ws", true],
	["wss://h/ws?token=abcdefgh1234", true],
	["eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0", true],
	["0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c", true],
	["http://localhost:3000,http://localhost:5173", false],
	["a-perfectly-normal-host-name-for-tests", false],
])("value %s", (value, secret) => {
	expect(isSecretValue(value)).toBe(secret);
});

test.each([
	["ws://u:p@h:1/ws?token=a&room=b#f", "ws://***@h:1/ws?token=***&room=***#f"],
	["//u@h/x", "//***@h/x"],
	["ws://h/ws@2", "ws://h/ws@2"],
	["/ws?t=1", "/ws?t=***"],
	["localhost:8000", "localhost:8000"],
])("masked %s", (url, masked) => {
	expect(maskUrl(url)).toBe(masked);
});
