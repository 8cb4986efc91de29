import type { Attempt } from "../graph.js";
import type { FaultCode } from "../verdict.js";

/** Faults of a URL that is wrong whoever may dial it: no run-time value excuses them. */
const INEXCUSABLE: ReadonlySet<FaultCode> = new Set([
	"own-machine",
	"container-host",
	"mixed-content",
	"protocol",
]);

/**
 * Of one connection in one scenario: an attempt that fails only if some
 * run-time value is missing (`id || ""`) proves nothing while another does not
 * fail. It becomes unknown.
 */
export function excused(attempts: readonly Attempt[]): readonly Attempt[] {
	const another = attempts.some((a) => a.verdict.kind !== "cannot-reach");
	if (!another) return attempts;
	return attempts.map((attempt) => {
		const { verdict, when } = attempt;
		if (verdict.kind !== "cannot-reach" || INEXCUSABLE.has(verdict.fault.code))
			return attempt;
		if (!when.some((c) => c.kind === "choice")) return attempt;
		return {
			...attempt,
			verdict: {
				kind: "unknown",
				reason: "whether this value is dialled depends on run time",
			},
		};
	});
}
