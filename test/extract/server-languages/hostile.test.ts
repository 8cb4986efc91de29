import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractElixir } from "../../../src/extract/elixir/index.js";
import { loadGo } from "../../../src/extract/go/index.js";
import { loadJava } from "../../../src/extract/java/index.js";
import { extractSpringSettings } from "../../../src/extract/java/settings.js";
import { loadRuby } from "../../../src/extract/ruby/index.js";
import type { ServerSource } from "../../../src/facts/index.js";

const EXTRACTORS: Readonly<Record<string, (text: string) => ServerSource>> = {
	go: await loadGo(),
	java: await loadJava(),
	ruby: (
		(ruby) => (text: string) =>
			ruby(text, "config/puma.rb")
	)(await loadRuby()),
	elixir: (text) => extractElixir(text, "config/dev.exs"),
	properties: (text) => extractSpringSettings(text, "application.properties"),
	yaml: (text) => extractSpringSettings(text, "application.yml"),
};

const piece = fc.oneof(
	fc.constantFrom(
		...["\n", "\r\n", " ", "\t", "\\", "\uFEFF", "\0", '"', "'", "`", "(", ")"],
		...[
			"{",
			"}",
			"[",
			"]",
			",",
			":=",
			"=",
			".",
			"func ",
			"for ",
			"package main\n",
		],
		...[
			'import "net/http"\n',
			"http.HandleFunc(",
			'"/ws"',
			"x.Upgrade(",
			"r.Route(",
		],
		...[
			"func(r chi.Router) {",
			"http.Server{Addr: ",
			"fmt.Sprintf(",
			"a := a\n",
		],
		...[
			"@ServerEndpoint(",
			"class A {",
			"registry.addHandler(h, ",
			".withSockJS()",
		],
		...[
			"mount ActionCable.server => ",
			'scope "/a" do\n',
			"end\n",
			"port ENV[",
		],
		...["use Phoenix.Endpoint\n", 'socket "/s", X', "websocket: [path: ", "#{"],
		...["server.port=", "server:\n  port: ", "&a *a", "# wslint-disable x\n"],
	),
	fc.string({ maxLength: 4 }),
);

describe.each(Object.entries(EXTRACTORS))("%s", (_, extract) => {
	test("never throws, and every span lies in the text", () => {
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
				const text = pieces.join("");
				const fact = extract(text);
				for (const [start, end] of spansIn(fact)) {
					expect(start).toBeLessThanOrEqual(end);
					expect(start).toBeGreaterThanOrEqual(0);
					expect(end).toBeLessThanOrEqual(text.length);
				}
			}),
			{ numRuns: 150 },
		);
	});

	test("a file with a suppression comment keeps it", () => {
		for (const mark of ["//", "#"]) {
			const fact = extract(`${mark} wslint-disable-file a/b -- c\n`);
			if (fact.directives.length > 0) return;
		}
		expect.unreachable("no comment form was read");
	});
});

/** A name defined by itself must not be followed forever. */
test("Go: a port that is defined by itself is open", () => {
	const fact = EXTRACTORS.go?.(
		'package main\n\nimport "net/http"\n\nvar a = b\nvar b = a\n\nfunc main() { http.ListenAndServe(a, nil) }\n',
	);
	expect(fact?.listens).toMatchObject([{ ports: [] }]);
});

function spansIn(fact: unknown): readonly (readonly [number, number])[] {
	if (typeof fact !== "object" || fact === null) return [];
	return Object.entries(fact).flatMap(([key, value]) =>
		key === "at" && Array.isArray(value)
			? [[Number(value[0]), Number(value[1])] as const]
			: spansIn(value),
	);
}
