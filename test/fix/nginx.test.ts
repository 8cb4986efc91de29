import { expect, test } from "vitest";
import { CannotEdit } from "../../src/fix/edit.js";
import type { Intent } from "../../src/rule/finding.js";
import { editedText, spanOf } from "./edited.js";

const FILE = "web/nginx.conf";

/** Sets directives in the block that begins with `block`. */
function set(
	text: string,
	block: string,
	...names: readonly (readonly [string, string])[]
): Promise<string> {
	const [start] = spanOf(text, block);
	const object = { file: FILE, span: [start, start + 1] as const };
	return editedText(
		FILE,
		text,
		...names.map(
			([name, value]): Intent => ({ do: "set-property", object, name, value }),
		),
	);
}

test("directives are added below the last one, in its indentation and line ending", async () => {
	expect(
		await set(
			"server {\r\n\tlocation /a {\r\n\t\tproxy_pass http://b; # x\r\n\t}\r\n}\r\n",
			"location /a",
			["proxy_http_version", "1.1"],
			["proxy_set_header Upgrade", "$http_upgrade"],
		),
	).toBe(
		"server {\r\n\tlocation /a {\r\n\t\tproxy_pass http://b;\r\n\t\tproxy_http_version 1.1;\r\n\t\tproxy_set_header Upgrade $http_upgrade; # x\r\n\t}\r\n}\r\n",
	);
});

test("a directive that is there keeps its place and gets the value", async () => {
	expect(
		await set(
			'server { location / { proxy_set_header connection ""; root /x; } }',
			"location /",
			["proxy_set_header Connection", '"upgrade"'],
		),
	).toBe(
		'server { location / { proxy_set_header connection "upgrade"; root /x; } }',
	);
});

test("one line stays one line, an empty block gets lines", async () => {
	expect(
		await set("server { location /a { root /x; } }", "location /a", ["a", "1"]),
	).toBe("server { location /a { root /x; a 1; } }");
	expect(
		await set("server {\n  location /a {\n  }\n}", "location /a", ["a", "1"]),
	).toBe("server {\n  location /a {\n    a 1;\n  }\n}");
});

test("what is no block is not touched", async () => {
	await expect(
		set("server { listen 80; }", "listen", ["a", "1"]),
	).rejects.toThrow(CannotEdit);
});
