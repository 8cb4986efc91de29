import { expect, test } from "vitest";
import { extractNginx } from "../../../src/extract/nginx/index.js";
import type { NginxFile, NginxStatement } from "../../../src/facts/index.js";

function read(text: string): NginxFile {
	const fact = extractNginx(text);
	if (fact.kind !== "nginx") throw new Error(fact.reason);
	return fact;
}

/** `server(listen 80)`: names and arguments, nested blocks in brackets. */
function outline(statements: readonly NginxStatement[]): string {
	return statements
		.map(({ name, args, block }) =>
			[name, ...args.map((a) => a.text)]
				.join(" ")
				.concat(block ? `(${outline(block)})` : ""),
		)
		.join("; ");
}

test("blocks nest, comments are no words, quotes and variables are kept together", () => {
	const text = `server { # the page; {
	listen 80;
	location ~ "^/ws/\\d{3}$" { proxy_pass http://\${HOST}:\${PORT}/; }
	proxy_set_header Connection "";
	add_header X 'it\\'s; {}';
}`;
	const fact = read(text);
	expect(outline(fact.statements)).toBe(
		"server(listen 80; location ~ ^/ws/\\d{3}$(proxy_pass http://${HOST}:${PORT}/); proxy_set_header Connection ; add_header X it's; {})",
	);
	const [server] = fact.statements;
	const [listen, location] = server?.block ?? [];
	expect(text.slice(...(listen?.at ?? [0, 0]))).toBe("listen 80;");
	expect(text.slice(...(location?.at ?? [0, 0]))).toMatch(/^location .*\}$/);
	expect(fact.syntaxError).toBeUndefined();
});

test("the configuration of another program says nothing", () => {
	for (const text of [
		"input { http { port => 1 } }",
		"maxmemory 256mb",
		"<Location /ws>\nProxyPass ws://b/\n</Location>",
	])
		expect(read(text)).toEqual({
			kind: "nginx",
			statements: [],
			directives: [],
		});
});

test("a broken file gives what could be read, and says what is wrong", () => {
	const open = read("server {\n listen 80;\n location / {\n  root /x;\n");
	expect(outline(open.statements)).toBe(
		"server(listen 80; location /(root /x))",
	);
	expect(open.syntaxError?.message).toBe("a block is never closed");
	expect(read("server { listen 80 }").syntaxError?.message).toBe(
		"listen is not ended by a semicolon",
	);
	expect(read("server { } }").syntaxError?.message).toBe("a } closes nothing");
	expect(read('server { root "x; }').syntaxError).toBeDefined();
});

test("templates of other tools do not upset the braces", () => {
	const fact = read(
		"server {\n{% if tls %}\nlisten 443 ssl;\n{% endif %}\nlocation / { proxy_pass http://{{ host }}; }\n}",
	);
	expect(outline(fact.statements)).toBe(
		"server({% if tls %}; listen 443 ssl; {% endif %}; location /(proxy_pass http://{{ host }}))",
	);
	expect(fact.syntaxError).toBeUndefined();
});

test("comments suppress", () => {
	expect(
		read("# wslint-disable-file deploy/x -- later\nserver { }").directives,
	).toMatchObject([{ scope: "file", rules: ["deploy/x"], reason: "later" }]);
});
