import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractEnvFile } from "../../src/extract/dotenv/index.js";
import { CannotEdit } from "../../src/fix/edit.js";
import type { Intent } from "../../src/rule/finding.js";
import { edited, editedText, spanOf } from "./edited.js";

const set = (key: string, value: string, reason = "because"): Intent => ({
	do: "set-env",
	file: ".env",
	key,
	value,
	reason,
});

const env = (text: string, ...intents: Intent[]) =>
	editedText(".env", text, ...intents);

describe("set-env", () => {
	test("changes the value in its quotes and says why in the line above", async () => {
		expect(
			await env('A=1\nURL="ws://a" # dev\nB=2\n', set("URL", "ws://b")),
		).toBe('A=1\n# wslint: because\nURL="ws://b" # dev\nB=2\n');
	});

	test("the last of two lines for a key is the one that counts", async () => {
		expect(await env("U=1\nU=2\n", set("U", "3"))).toBe(
			"U=1\n# wslint: because\nU=3\n",
		);
	});

	test("appends with the file's line ending, on a line of its own", async () => {
		expect(await env("A=1\r\nB=2", set("U", "x"))).toBe(
			"A=1\r\nB=2\r\n# wslint: because\r\nU=x\r\n",
		);
	});

	test("several keys are appended in order", async () => {
		expect(await env("A=1\n", set("B", "2"), set("C", "3"))).toBe(
			"A=1\n# wslint: because\nB=2\n# wslint: because\nC=3\n",
		);
	});

	test("keeps a byte order mark in front of everything", async () => {
		expect(await env("\uFEFFU=1\nV=2\n", set("V", "3"))).toBe(
			"\uFEFFU=1\n# wslint: because\nV=3\n",
		);
	});

	test("a comment that documents the key is no assignment", async () => {
		expect(await env("# U=example\n", set("U", "x"))).toBe(
			"# U=example\n# wslint: because\nU=x\n",
		);
	});

	test("replaces its own reason and stays above a suppression", async () => {
		const once = await env("U=1\n", set("U", "2", "first"));
		expect(await env(once, set("U", "3", "second\nline"))).toBe(
			"# wslint: second line\nU=3\n",
		);
		expect(
			await env(
				"# wslint-disable-next-line env/undefined -- known\nU=1\n",
				set("U", "2"),
			),
		).toBe(
			"# wslint: because\n# wslint-disable-next-line env/undefined -- known\nU=2\n",
		);
	});

	test.each([
		["", "U="],
		["a b", 'U="a b"'],
		["a#b", 'U="a#b"'],
		['say "hi"', "U='say \"hi\"'"],
		["http://[::1]:8000/a?b=c&d=e", "U=http://[::1]:8000/a?b=c&d=e"],
	])("quotes %j only where it must", async (value, line) => {
		expect(await env("A=1\n", set("U", value))).toBe(
			`A=1\n# wslint: because\n${line}\n`,
		);
	});

	test("does nothing the second time", async () => {
		const once = await env("A=1\n", set("U", "x y"));
		expect(await env(once, set("U", "x y"))).toBe(once);
	});

	test("creates a file with the line ending of its neighbours", async () => {
		expect(
			await edited(
				{ "web/.env": "A=1\r\n" },
				{
					do: "set-env",
					file: "web/.env.development",
					key: "U",
					value: "x",
					reason: "why",
				},
			),
		).toEqual({ "web/.env.development": "# wslint: why\r\nU=x\r\n" });
	});

	test("refuses a file whose open quote would swallow the new line", async () => {
		await expect(env("A='open\n", set("U", "it's"))).rejects.toThrow(
			CannotEdit,
		);
	});

	const line = fc.oneof(
		fc.tuple(
			fc.constantFrom("A", "B", "URL", "export C", " D "),
			fc.constantFrom("=", " = ", "= ", ": "),
			fc.constantFrom("", "1", '"x y"', "'q'", "`t`", '"open', "a#b", "a # c"),
		),
		fc
			.constantFrom("", "# note", "# E=1", "no assignment", "\t")
			.map((t) => [t]),
	);
	const file = fc
		.tuple(
			fc.constantFrom("", "\uFEFF"),
			fc.array(
				line.map((parts) => parts.join("")),
				{ maxLength: 8 },
			),
			fc.constantFrom("\n", "\r\n"),
			fc.boolean(),
		)
		.map(
			([bom, lines, eol, closed]) =>
				bom + lines.join(eol) + (closed && lines.length > 0 ? eol : ""),
		);
	const value = fc.oneof(
		fc.webUrl(),
		fc.stringMatching(/^[ -~]{0,12}$/),
		fc.constantFrom("", "a,b", "#", " x ", "'", '"', "`'\""),
	);

	test("whatever the file holds: the key has the value, every other entry is as it was", async () => {
		let made = 0;
		await fc.assert(
			fc.asyncProperty(
				file,
				fc.constantFrom("A", "URL", "NEW"),
				value,
				async (text, key, put) => {
					let next: string;
					try {
						next = await env(text, set(key, put));
					} catch (error) {
						if (error instanceof CannotEdit) return;
						throw error;
					}
					made++;
					const before = extractEnvFile(text).entries;
					const after = extractEnvFile(next).entries;
					const index = before.findLastIndex(
						(e) => e.key === key && !e.commentedOut,
					);
					const at = index < 0 ? after.length - 1 : index;
					// An entry that has the raw text already is not touched.
					if (before[index]?.raw !== put)
						expect(after[at]).toMatchObject({ key, dotenv: put });
					expect(after).toHaveLength(before.length + (index < 0 ? 1 : 0));
					const said = (entries: typeof after) =>
						entries
							.filter((_, i) => i !== at)
							.map((e) => [e.key, e.dotenv, e.node, e.commentedOut]);
					expect(said(after)).toEqual(
						said(index < 0 ? [...before, ...after.slice(-1)] : before),
					);
				},
			),
			{ numRuns: 500 },
		);
		expect(made).toBeGreaterThan(250);
	});
});

describe("other intents", () => {
	test("replace-text keeps quotes and gives a reason only where there is one", async () => {
		const text = "U='ws://a/ws/'\r\nV=1\r\n";
		const at = { file: ".env", span: spanOf(text, "ws://a/ws/") };
		const intent: Intent = { do: "replace-text", at, text: "ws://a/ws" };
		expect(await env(text, intent)).toBe("U='ws://a/ws'\r\nV=1\r\n");
		expect(await env(text, { ...intent, reason: "no slash" })).toBe(
			"# wslint: no slash\r\nU='ws://a/ws'\r\nV=1\r\n",
		);
	});

	test("rename-env-key changes the name alone", async () => {
		const text = "export WS_URL = ws://a # keep\n";
		expect(
			await env(text, {
				do: "rename-env-key",
				at: { file: ".env", span: spanOf(text, "WS_URL") },
				to: "VITE_WS_URL",
			}),
		).toBe("export VITE_WS_URL = ws://a # keep\n");
	});

	test("remove takes the line, an earlier reason, and all lines of a quoted value", async () => {
		const text = '# about A\nA=1\n# wslint: set\nK="x\ny" # end\nB=2\n';
		expect(
			await env(text, {
				do: "remove",
				at: { file: ".env", span: spanOf(text, "K") },
			}),
		).toBe("# about A\nA=1\nB=2\n");
	});

	test("add-item writes into comma text and into JSON, once", async () => {
		const text = 'O=http://a, http://b\nJ=["http://a"]\n';
		const add = (piece: string, form: "array" | "comma-text"): Intent => ({
			do: "add-item",
			list: { file: ".env", span: spanOf(text, piece) },
			form,
			text: "http://c",
		});
		expect(
			await env(
				text,
				add("http://a, http://b", "comma-text"),
				add('["http://a"]', "array"),
			),
		).toBe('O=http://a, http://b, http://c\nJ=["http://a","http://c"]\n');
		const has = "O=http://c\n";
		expect(
			await env(has, {
				do: "add-item",
				list: { file: ".env", span: spanOf(has, "http://c") },
				form: "comma-text",
				text: "http://c",
			}),
		).toBe(has);
	});
});
