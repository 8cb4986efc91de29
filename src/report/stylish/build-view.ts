import { judgedConnections } from "../../engine/coverage.js";
import type { LinesOf } from "../../engine/lines.js";
import type {
	LintFinding,
	LintResult,
	Note,
	Summary,
} from "../../engine/result.js";
import type { Place, Span } from "../../facts/place.js";
import type { Connection, Graph } from "../../graph/graph.js";
import type { Evidence, Fix } from "../../rule/finding.js";
import { maskText, secretValues } from "../mask.js";
import { printable } from "../screen-text.js";
import { asSentence, count, sayRecognised, sayUrls } from "../wording.js";
import { frameOf } from "./code-frame.js";
import type { FindingView, FixView, Group, PlaceView, View } from "./view.js";

export interface ViewOptions {
	readonly linesOf: LinesOf;
	/** Columns of the screen. */
	readonly width: number;
	readonly elsewhere?: string;
}

/** Columns that a frame needs beside its source text. */
const GUTTER = 12;

/** Decides what the default report says about a result. */
export function buildView(result: LintResult, options: ViewOptions): View {
	const { graph, summary } = result;
	const drawing: Drawing = { ...options, secrets: secretValues(graph) };
	const clean = result.findings.length === 0;
	return {
		recognised: say(sayRecognised(graph)),
		notes: viewNotes(result.notes),
		groups: groupsOf(result.findings, graph).map(([connection, findings]) =>
			viewGroup(connection, findings, drawing),
		),
		closing: [
			...sayClosing(summary, graph, clean),
			...(options.elsewhere === undefined ? [] : [say(options.elsewhere)]),
		],
		outcome:
			summary.errors > 0
				? "errors"
				: summary.warnings > 0
					? "warnings"
					: "clean",
	};
}

interface Drawing extends ViewOptions {
	readonly secrets: ReadonlyMap<string, readonly Span[]>;
}

/** More than this is a fact about the repository, and no list to read. */
const MOST_NOTES = 20;

function viewNotes(notes: readonly Note[]): string[] {
	const said = notes.map(({ file, message }) =>
		say(file ? `${file} ${message}` : message),
	);
	const rest = said.length - MOST_NOTES;
	if (rest <= 1) return said;
	return [
		...said.slice(0, MOST_NOTES),
		`and ${rest} more files; \`--format json\` names each on stderr`,
	];
}

/** In the order of their first finding. */
function groupsOf(
	findings: readonly LintFinding[],
	graph: Graph,
): [Connection | string, LintFinding[]][] {
	const connections = new Map(graph.connections.map((c) => [c.id, c]));
	const groups = new Map<string, [Connection | string, LintFinding[]]>();
	for (const finding of findings) {
		const connection = connections.get(finding.connection ?? "");
		const key = connection ? `id ${connection.id}` : finding.at.file;
		const group = groups.get(key);
		if (group) group[1].push(finding);
		else groups.set(key, [connection ?? finding.at.file, [finding]]);
	}
	return [...groups.values()];
}

function viewGroup(
	about: Connection | string,
	findings: readonly LintFinding[],
	drawing: Drawing,
): Group {
	const heading =
		typeof about === "string"
			? { title: say(about), subtitle: "" }
			: {
					title: where(about.at, drawing.linesOf),
					subtitle: say(`${about.library}  ${sayUrls(about.attempts)}`),
				};
	return {
		...heading,
		findings: findings.flatMap((f) => viewFinding(f, drawing)),
		asides: findings
			.filter((f) => f.severity === "info")
			.map((f) => ({
				where: where(f.at, drawing.linesOf),
				rule: f.rule,
				what: say(f.message.what),
			})),
	};
}

function viewFinding(finding: LintFinding, drawing: Drawing): FindingView[] {
	const { severity, message } = finding;
	if (severity === "info") return [];
	return [
		{
			severity,
			rule: finding.rule,
			scenarios: finding.scenario,
			what: say(asSentence(message.what)),
			why: message.why === "" ? "" : say(asSentence(message.why)),
			do: message.do === "" ? "" : say(asSentence(message.do)),
			places: viewPlaces(finding, drawing),
			fixes: finding.fixes.map(viewFix),
		},
	];
}

/** Places of one line that follow each other share a frame, unless they overlap. */
function viewPlaces(finding: LintFinding, drawing: Drawing): PlaceView[] {
	const { linesOf, width, secrets } = drawing;
	const lineOf = ({ file, span }: Place) => linesOf(file).lineOf(span[0]);
	const frames: [Evidence, ...Evidence[]][] = [];
	for (const place of [{ at: finding.at, message: "" }, ...finding.evidence]) {
		const last = frames.at(-1);
		const joins = last?.every(
			({ at }) =>
				at.file === place.at.file &&
				lineOf(at) === lineOf(place.at) &&
				(at.span[1] <= place.at.span[0] || place.at.span[1] <= at.span[0]),
		);
		if (last && joins) last.push(place);
		else frames.push([place]);
	}
	return frames.map(([first, ...rest]) => ({
		marked: [first, ...rest].map(({ at, message }) => ({
			where: where(at, linesOf),
			label: say(message),
			own: at === finding.at,
		})),
		frame: frameOf(
			[first.at, ...rest.map(({ at }) => at)],
			linesOf(first.at.file),
			Math.max(20, width - GUTTER),
			secrets.get(first.at.file),
		),
	}));
}

function viewFix(fix: Fix): FixView {
	return { title: say(fix.title), command: commandOf(fix) };
}

/** A suggestion that answers no `--prefer` is for people to make. */
function commandOf({ safety, prefer }: Fix): string {
	if (safety === "safe") return "--fix";
	if (prefer) return `--fix --unsafe --prefer ${prefer}`;
	return safety === "unsafe" ? "--fix --unsafe" : "by hand";
}

function sayClosing(summary: Summary, graph: Graph, clean: boolean): string[] {
	if (graph.connections.length === 0 && clean)
		return [`no WebSocket use found, read ${count(summary.files, "file")}`];
	const found = clean
		? "no problems"
		: `${count(summary.errors, "error")}, ${count(summary.warnings, "warning")}${
				summary.fixable > 0 ? `, ${summary.fixable} fixable with --fix` : ""
			}`;
	return [`${found}; ${sayCoverage(summary, graph)}`];
}

function sayCoverage({ connections, resolved }: Summary, graph: Graph): string {
	if (connections === 0) {
		const elsewhere =
			graph.connections.length - judgedConnections(graph).length;
		return elsewhere > 0
			? `sockets are opened in tests and examples only (${elsewhere})`
			: "nothing here opens a socket";
	}
	const share = `${resolved} of ${count(connections, "connection")} resolved`;
	return resolved === connections
		? `${share}; \`wslint trace\` shows the way of each`
		: `${share}; \`wslint trace\` shows the rest`;
}

function where(at: Place, linesOf: LinesOf): string {
	const { file, line, column } = linesOf(at.file).locate(at);
	return printable(`${file}:${line}:${column}`);
}

/** Text from rules and projects, made safe to print. */
function say(text: string): string {
	return printable(maskText(text));
}
