import type { Preference } from "../../src/rule/finding.js";

/** One example of a rule's page: a small project and what wslint must say of it. */
export interface Example {
	readonly kind: Kind;
	readonly title: string;
	/** 1-based line of its heading in the page. */
	readonly line: number;
	/** Path → text, in the order of the page. */
	readonly files: ReadonlyMap<string, string>;
	readonly expected: readonly Expectation[];
	readonly fixes: readonly ExpectedFix[];
}

export const KINDS = ["Bad", "Good", "Look-alike", "Unknown"] as const;
export type Kind = (typeof KINDS)[number];

export interface Expectation {
	readonly file: string;
	readonly line: number;
	readonly rule: string;
}

const PREFERENCES: readonly Preference[] = [
	"same-origin",
	"absolute-url",
	"env-url",
];

/** What one command must make of the files it changes. */
export interface ExpectedFix {
	readonly unsafe: boolean;
	readonly prefer: Preference | undefined;
	readonly files: ReadonlyMap<string, string>;
}

export interface Page {
	readonly title: string;
	/** Second-level headings, in order. */
	readonly headings: readonly string[];
	readonly examples: readonly Example[];
	/** What does not follow the format. */
	readonly flaws: readonly string[];
}

interface Block {
	readonly path: string;
	readonly note: string;
	readonly text: string;
	readonly line: number;
}

const HEADING = /^(#{1,3}) (.+?)\s*$/;
const EXAMPLE = /^(Bad|Good|Look-alike|Unknown): (.+)$/;
const PATH = /^`([^`]+)`(?: (after --fix.*?|expect .*?))?\s*$/;
const FENCE = /^(`{3,}|~{3,})/;

/** Reads a rule's page. Total: what it cannot read is a flaw. */
export function parsePage(text: string): Page {
	const lines = text.split(/\r?\n/);
	const headings: string[] = [];
	const flaws: string[] = [];
	const sections: {
		kind: Kind;
		title: string;
		line: number;
		blocks: Block[];
	}[] = [];
	let title = "";
	let path: { path: string; note: string } | undefined;
	for (let i = 0; i < lines.length; i++) {
		const line = lines[i] ?? "";
		const fence = FENCE.exec(line)?.[1];
		if (fence) {
			const end = lines.indexOf(fence, i + 1);
			if (end < 0) {
				flaws.push(`line ${i + 1}: the fence is never closed`);
				break;
			}
			const body = lines.slice(i + 1, end);
			const section = sections.at(-1);
			if (path && section)
				section.blocks.push({
					...path,
					text: body.length === 0 ? "" : `${body.join("\n")}\n`,
					line: i + 1,
				});
			else if (section)
				flaws.push(`line ${i + 1}: no path line stands before the block`);
			path = undefined;
			i = end;
			continue;
		}
		const [, marks = "", name = ""] = HEADING.exec(line) ?? [];
		if (marks === "#") title = name;
		if (marks === "##") headings.push(name);
		if (marks === "###" && headings.at(-1) === "Examples") {
			const [, kind, about = ""] = EXAMPLE.exec(name) ?? [];
			if (kind)
				sections.push({
					kind: kind as Kind,
					title: about,
					line: i + 1,
					blocks: [],
				});
			else
				flaws.push(
					`line ${i + 1}: "${name}" must begin with ${KINDS.join(":, ")}:`,
				);
		}
		const named = PATH.exec(line);
		if (named && headings.at(-1) === "Examples")
			path = { path: named[1] ?? "", note: named[2] ?? "" };
		else if (line.trim() !== "") path = undefined;
	}
	const examples = sections.map(({ blocks, ...about }) => ({
		...about,
		...readBlocks(blocks, flaws),
	}));
	return { title, headings, examples, flaws };
}

function readBlocks(
	blocks: readonly Block[],
	flaws: string[],
): Pick<Example, "files" | "expected" | "fixes"> {
	const files = new Map<string, string>();
	const expected: Expectation[] = [];
	const fixes = new Map<string, ExpectedFix & { files: Map<string, string> }>();
	for (const { path, note, text, line } of blocks) {
		const [, flags] =
			/^after --fix((?: --unsafe(?: --prefer (?:same-origin|absolute-url|env-url))?)?)$/.exec(
				note,
			) ?? [];
		const [, at, rules = ""] = /^expect line (\d+): (.+)$/.exec(note) ?? [];
		if (flags !== undefined) {
			const fix = fixes.get(flags) ?? {
				unsafe: flags.includes("--unsafe"),
				prefer: PREFERENCES.find((p) => flags.endsWith(`--prefer ${p}`)),
				files: new Map<string, string>(),
			};
			fix.files.set(path, text);
			fixes.set(flags, fix);
			continue;
		}
		if (files.has(path)) flaws.push(`line ${line}: ${path} is given twice`);
		files.set(path, text);
		expected.push(...markersIn(path, text));
		if (at !== undefined)
			for (const rule of rules.split(/\s*,\s*/))
				expected.push({ file: path, line: Number(at), rule });
		else if (note !== "")
			flaws.push(`line ${line}: "${note}" is not understood`);
	}
	return { files, expected, fixes: [...fixes.values()] };
}

const MARKER =
	/(\/\/|#|<!--|\/\*|\{\/\*)?\s*wslint-expect:\s*([\w/-]+(?:\s*,\s*[\w/-]+)*)/;

/** `wslint-expect: rule` means the line it stands on; alone on its line, the first line below that is no marker. */
function markersIn(file: string, text: string): Expectation[] {
	const lines = text.split("\n");
	const alone = (line: string) =>
		MARKER.test(line) && line.slice(0, line.search(MARKER)).trim() === "";
	return lines.flatMap((line, i) => {
		const rules = MARKER.exec(line)?.[2];
		if (!rules) return [];
		let target = i;
		while (target < lines.length && alone(lines[target] ?? "")) target++;
		return rules
			.split(/\s*,\s*/)
			.map((rule) => ({ file, line: target + 1, rule }));
	});
}
