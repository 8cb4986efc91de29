import { expect, test } from "vitest";
import { maskLine, maskText } from "../../src/report/mask.js";

test.each([
	["wss://bob:hunter2@host/ws", "wss://***@host/ws"],
	[
		"dials ws://host/ws?room=7&token=abcdef now",
		"dials ws://host/ws?room=***&token=*** now",
	],
	["/ws?api_key=abc", "/ws?api_key=***"],
	["API_KEY=abcdef", "API_KEY=***"],
	['const apiToken = "abcdef";', 'const apiToken = "***";'],
	["- JWT_SECRET: abc", "- JWT_SECRET: ***"],
	["key is sk-proj-abcdefghijklmnop1234", "key is ***"],
])("%s is shown without its secret", (text, masked) => {
	expect(maskText(text)).toBe(masked);
});

test.each([
	"`${base}/ws?token=${token}`",
	"`${base ?? `${own}/ws?access_token=`}${accessToken}`",
	"ENV POSTHOG_KEY=${POSTHOG_KEY}",
	"ws://localhost:8000/ws",
	"token: string;",
	'VITE_WS_URL="wss://api.example.com/ws"',
	"TOKEN_URL=https://auth.example.com",
	"import x from '../../components/chat/message-list-item'",
	'CLIENT_SECRET = os.getenv("CLIENT_SECRET")',
	"API_KEY = process.env.API_KEY",
	"OAUTH2_LINUX_DO_REDIRECT_URI is read here",
])("%s is shown as it is", (text) => {
	expect(maskText(text)).toBe(text);
});

test("a masked line keeps its columns, so that marks below it stay true", () => {
	const line = "WS=ws://a:bcd@host/ws?k=v # here";
	expect(maskLine(line)).toBe("WS=ws://*****@host/ws?k=* # here");
	expect(maskLine("SAFE=value", [[5, 10]])).toBe("SAFE=*****");
});
