import { expect, test } from "vitest";
import { parsePage } from "./page.js";

const page = (examples: string) =>
	parsePage(`# a/b\n\n## Examples\n\n${examples}`);

test("a marker means its own line, or the line below when it stands alone", () => {
	const [example] = page(`### Bad: both

\`a.ts\`
\`\`\`ts
// wslint-expect: a/b, c/d
// wslint-expect: e/f
one();
two(); // wslint-expect: a/b
\`\`\`
`).examples;
	expect(example?.expected).toEqual([
		{ file: "a.ts", line: 3, rule: "a/b" },
		{ file: "a.ts", line: 3, rule: "c/d" },
		{ file: "a.ts", line: 3, rule: "e/f" },
		{ file: "a.ts", line: 4, rule: "a/b" },
	]);
});

test("markers are read in every kind of comment", () => {
	const lines = [
		"{/* wslint-expect: a/b */}",
		"<!-- wslint-expect: a/b -->",
		"# wslint-expect: a/b",
	];
	for (const line of lines)
		expect(
			page(`### Bad: one\n\n\`a\`\n\`\`\`\n${line}\nx\n\`\`\`\n`).examples[0]
				?.expected,
		).toEqual([{ file: "a", line: 2, rule: "a/b" }]);
});

test("a file without comments names its lines, and a repaired file its command", () => {
	const { examples, flaws } = page(`### Bad: two files

Some words, then \`code\`, then the files.

\`package.json\` expect line 2: a/b

\`\`\`json
{
}
\`\`\`

\`package.json\` after --fix --unsafe --prefer env-url

\`\`\`json
[]
\`\`\`
`);
	expect(flaws).toEqual([]);
	expect(examples[0]?.files).toEqual(new Map([["package.json", "{\n}\n"]]));
	expect(examples[0]?.expected).toEqual([
		{ file: "package.json", line: 2, rule: "a/b" },
	]);
	expect(examples[0]?.fixes).toEqual([
		{
			unsafe: true,
			prefer: "env-url",
			files: new Map([["package.json", "[]\n"]]),
		},
	]);
});

test("what does not follow the format is a flaw with its line", () => {
	const { flaws } = page(
		`### Wrong: kind\n\n### Bad: no path\n\n\`\`\`\nx\n\`\`\`\n\n\`a\`\n\`\`\`\nopen`,
	);
	expect(flaws.map((flaw) => flaw.split(":")[0])).toEqual([
		"line 5",
		"line 9",
		"line 14",
	]);
});
