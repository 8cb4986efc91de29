import type { Colors } from "../colors.js";
import { wrap } from "../screen-text.js";
import type { Frame } from "./code-frame.js";
import type { AsideView, FindingView, Group, PlaceView, View } from "./view.js";

/** Lays a view out as text that ends with a line break. */
export function render(view: View, colors: Colors, width: number): string {
	const paragraphs = [
		...(view.recognised === "" ? [] : wrap(view.recognised, width)),
		...view.notes.map((note) => `${colors.yellow("note")}  ${note}`),
		...view.groups.flatMap((group) => ["", ...layGroup(group, colors, width)]),
		...(view.groups.length > 0 ? [""] : []),
		...view.closing.map((line, i) =>
			i === 0 ? closing(line, view.outcome, colors) : colors.dim(line),
		),
	];
	return `${paragraphs.join("\n")}\n`;
}

function closing(
	line: string,
	outcome: View["outcome"],
	colors: Colors,
): string {
	if (outcome === "errors") return colors.bold(colors.red(line));
	return outcome === "warnings"
		? colors.bold(colors.yellow(line))
		: colors.green(line);
}

function layGroup(group: Group, colors: Colors, width: number): string[] {
	const title = colors.bold(colors.underline(group.title));
	const heading =
		group.subtitle === "" ? title : `${title}  ${colors.dim(group.subtitle)}`;
	return [
		heading,
		...group.findings.flatMap((finding) => [
			"",
			...layFinding(finding, colors, width),
		]),
		...(group.asides.length > 0 && group.findings.length > 0 ? [""] : []),
		...group.asides.map((aside) => layAside(aside, colors)),
	];
}

function layAside(aside: AsideView, colors: Colors): string {
	return `  ${colors.blue("info")}  ${aside.where}  ${aside.what}  ${colors.dim(aside.rule)}`;
}

function layFinding(
	finding: FindingView,
	colors: Colors,
	width: number,
): string[] {
	const paint = finding.severity === "error" ? colors.red : colors.yellow;
	const scenarios =
		finding.scenarios.length === 0
			? ""
			: colors.dim(`  (${finding.scenarios.join(", ")})`);
	const gutter = Math.max(
		...finding.places.map((place) => String(place.frame.line).length),
	);
	return [
		`  ${colors.bold(paint(finding.severity))}  ${colors.bold(finding.rule)}${scenarios}`,
		...paragraph("", finding.what, width),
		...finding.places.flatMap((place) =>
			layPlace(place, gutter, paint, colors),
		),
		...paragraph("why", finding.why, width, colors),
		...paragraph("do", finding.do, width, colors),
		...finding.fixes.flatMap((fix) =>
			paragraph("fix", `${fix.title} (${fix.command})`, width, colors),
		),
		...paragraph("see", `wslint explain ${finding.rule}`, width, colors),
	];
}

function layPlace(
	{ marked, frame }: PlaceView,
	gutter: number,
	paint: (text: string) => string,
	colors: Colors,
): string[] {
	const bar = colors.dim("│");
	const number = String(frame.line).padStart(gutter);
	return [
		...marked.map(
			({ where, label }) =>
				`    ${colors.dim(where)}${label === "" ? "" : `  ${label}`}`,
		),
		`      ${colors.dim(number)} ${bar} ${frame.source}`,
		`      ${" ".repeat(gutter)} ${bar} ${layMarks(marked, frame, paint, colors)}`,
	];
}

/** The finding's own place is underlined with `^`, the others with `-`. */
function layMarks(
	marked: PlaceView["marked"],
	frame: Frame,
	paint: (text: string) => string,
	colors: Colors,
): string {
	let row = "";
	let at = 0;
	const marks = frame.marks
		.map((mark, i) => ({ ...mark, own: marked[i]?.own === true }))
		.sort((a, b) => a.indent - b.indent);
	for (const { indent, width, own } of marks) {
		if (indent < at) continue;
		row += " ".repeat(indent - at);
		row += own ? paint("^".repeat(width)) : colors.cyan("-".repeat(width));
		at = indent + width;
	}
	return row;
}

/** Wrapped text behind a short head; nothing when there is no text. */
function paragraph(
	head: string,
	text: string,
	width: number,
	colors?: Colors,
): string[] {
	if (text === "") return [];
	const indent = head === "" ? "    " : "         ";
	const first = head === "" ? indent : `    ${head.padEnd(5)}`;
	return wrap(text, Math.max(30, width - indent.length)).map((line, i) => {
		if (i > 0) return indent + line;
		return (colors && head !== "" ? colors.dim(first) : first) + line;
	});
}
