import type { Colors } from "../colors.js";
import { widthOf, wrap } from "../screen-text.js";
import type {
	Comparison,
	ConnectionTrace,
	Start,
	TraceView,
	Way,
} from "./view.js";

/** Lays a trace out as text that ends with a line break. */
export function renderTrace(
	view: TraceView,
	colors: Colors,
	width: number,
): string {
	const blocks = view.connections.map((connection) =>
		layConnection(connection, colors, width).join("\n"),
	);
	const head =
		view.recognised === "" ? [] : [wrap(view.recognised, width).join("\n")];
	return `${[...head, ...blocks].join("\n\n")}\n`;
}

function layConnection(
	connection: ConnectionTrace,
	colors: Colors,
	width: number,
): string[] {
	return [
		`${colors.bold(colors.underline(connection.where))}  ${colors.dim(connection.about)}`,
		...(connection.ways.length === 0
			? ["  ? never dials: in no scenario is there a URL for it"]
			: connection.ways.flatMap((way, i) => {
					const before = connection.ways[i - 1];
					return layWay(way, before, colors, width);
				})),
		...layComparison(connection.comparison, colors, width),
	];
}

/** The verdicts side by side, and what makes the difference. */
function layComparison(
	comparison: Comparison | undefined,
	colors: Colors,
	width: number,
): string[] {
	if (!comparison) return [];
	const { rows, difference } = comparison;
	const column = columnOf(rows.map((row) => row.scenarios.join(", ")));
	const inset = " ".repeat(column + 8);
	return [
		colors.dim("  compared"),
		...rows.flatMap((row) =>
			wrap(row.verdict, width - column - 8).map((line, i) =>
				i === 0
					? `    ${colors.cyan(pad(row.scenarios.join(", "), column))}  ${mark(row, colors)} ${line}`
					: `${inset}${line}`,
			),
		),
		...wrap(difference, width - 4).map((line) => `    ${line}`),
	];
}

/** `before`: the way above, whose steps are not told twice. */
function layWay(
	way: Way,
	before: Way | undefined,
	colors: Colors,
	width: number,
): string[] {
	const labels = columnOf(
		way.steps.slice(sharedSteps(way, before)).map((step) => step.label),
	);
	const scenarios = columnOf(way.starts.map(sayScenarios));
	return [
		...way.starts.map(
			(start) =>
				`  ${colors.cyan(pad(sayScenarios(start), scenarios))}  ${colors.bold(start.url)}${
					start.when.length === 0
						? ""
						: colors.dim(`  if ${start.when.join(" and ")}`)
				}`,
		),
		...laySteps(way, before, labels, colors),
		...way.hops.map(
			(hop, i) => `    ${colors.dim(i === 0 ? "via " : "    ")} ${hop}`,
		),
		...wrap(way.verdict, width - 7).map((line, i) =>
			i === 0 ? `    ${mark(way, colors)} ${line}` : `      ${line}`,
		),
	];
}

function laySteps(
	way: Way,
	before: Way | undefined,
	column: number,
	colors: Colors,
): string[] {
	const shared = sharedSteps(way, before);
	const lines = way.steps
		.slice(shared)
		.map((step) => `${pad(step.label, column)}  ${colors.dim(step.where)}`);
	if (shared > 0) lines.unshift(colors.dim("as above"));
	if (way.others > 0)
		lines.push(colors.dim(`and ${way.others} more with the same outcome`));
	return lines.map(
		(line, i) => `    ${colors.dim(i === 0 ? "from" : "    ")} ${line}`,
	);
}

/** How many first steps are those of the way above; one alone is told again. */
function sharedSteps(way: Way, before: Way | undefined): number {
	if (!before) return 0;
	const differs = way.steps.findIndex(
		(step, i) =>
			step.label !== before.steps[i]?.label ||
			step.where !== before.steps[i]?.where,
	);
	if (differs < 0) return way.steps.length;
	return differs > 1 ? differs : 0;
}

function sayScenarios(start: Start): string {
	return start.scenarios.join(", ");
}

/** Columns for texts below each other; very long ones stick out. */
function columnOf(texts: readonly string[]): number {
	return Math.min(48, Math.max(0, ...texts.map(widthOf)));
}

function mark(way: Pick<Way, "outcome">, colors: Colors): string {
	switch (way.outcome) {
		case "reaches":
			return colors.green("✓");
		case "cannot-reach":
			return colors.red("✗");
		case "third-party":
			return colors.blue("→");
		case "unknown":
			return colors.yellow("?");
	}
}

function pad(text: string, width: number): string {
	return text + " ".repeat(Math.max(0, width - widthOf(text)));
}
