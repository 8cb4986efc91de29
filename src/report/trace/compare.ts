import type { LinesOf } from "../../engine/lines.js";
import { type Contrast, contrastOf } from "../../graph/contrast.js";
import type { Attempt, Connection } from "../../graph/graph.js";
import { SCENARIOS, type Scenario } from "../../value/world.js";
import { sayUrl, sayVerdict } from "../wording.js";
import { say, where } from "./places.js";
import type { Comparison, ConnectionTrace } from "./view.js";

/** Sets the scenarios in which a connection arrives beside those in which it does not; nothing where they agree. */
export function compared(
	connection: Connection,
	linesOf: LinesOf,
): Pick<ConnectionTrace, "comparison"> {
	const contrast = contrastOf(connection);
	if (!contrast) return {};
	const { reached, reachedIn, failed } = contrast;
	return {
		comparison: {
			rows: rowsOf([
				...reachedIn.map((scenario) => ({ ...reached, scenario })),
				...failed,
			]),
			difference: say(differenceOf(contrast, linesOf)),
		},
	};
}

/** One row for each verdict. */
function rowsOf(attempts: readonly Attempt[]): Comparison["rows"] {
	const rows = new Map<string, Comparison["rows"][number]>();
	for (const { scenario, verdict } of attempts) {
		const said = say(sayVerdict(verdict));
		const scenarios: readonly Scenario[] = [
			...(rows.get(said)?.scenarios ?? []),
			scenario,
		];
		rows.set(said, {
			scenarios: SCENARIOS.filter((s) => scenarios.includes(s)),
			outcome: verdict.kind,
			verdict: said,
		});
	}
	return [...rows.values()];
}

function differenceOf(
	{ reached, failed, bridge }: Contrast,
	linesOf: LinesOf,
): string {
	const shipped = failed.find((a) => a.scenario === "production") ?? failed[0];
	const [one, other] = [sayUrl(reached), sayUrl(shipped)];
	if (bridge && followsPage(shipped))
		return `the difference: the ${bridge.kind} "${bridge.name}" (${where(bridge.at, linesOf)})`;
	return one === other
		? "the difference: the same URL, in a page that others open"
		: `the difference: it dials ${one} in ${reached.scenario}, ${other} in ${shipped.scenario}`;
}

/** The page's own origin is dialled, whatever it is. */
function followsPage({ url, address }: Attempt): boolean {
	return (
		address.form !== "absolute" || url.holes.some((h) => h.kind === "page")
	);
}
