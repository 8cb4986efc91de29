import type { Place } from "../facts/place.js";
import { SCENARIOS, type Scenario } from "../value/world.js";
import type { Attempt, Connection, Hop, Server } from "./graph.js";

/** One connection that arrives in some scenarios and does not in others. */
export interface Contrast {
	/** In one of the scenarios that bring it to its server. */
	readonly reached: Attempt;
	/** All of them. */
	readonly reachedIn: readonly Scenario[];
	/** One for each scenario that does not. */
	readonly failed: readonly [Attempt, ...Attempt[]];
	/** What brings it there: the last proxy entry or location on the way; absent where it dials the server itself. */
	readonly bridge?: Bridge;
}

/** A hop that forwards. */
export interface Bridge {
	readonly kind: "proxy entry" | "location";
	/** `/ws`. */
	readonly name: string;
	readonly at: Place;
}

/**
 * Scenarios that prove a way to exist, beside those in which it does not: in the
 * first every alternative reaches a server of the repository, in the others none
 * does and one is proven to fail. Undefined where there are not both.
 */
export function contrastOf({ attempts }: Connection): Contrast | undefined {
	const within = (scenario: Scenario) =>
		attempts.filter((attempt) => attempt.scenario === scenario);
	const reachedIn = SCENARIOS.filter((s) => allReach(within(s)));
	const reached = attempts.find((a) => a.scenario === reachedIn[0]);
	const [first, ...others] = SCENARIOS.flatMap((s) => failureIn(within(s)));
	if (!reached || !first) return undefined;
	const bridge = reached.hops.flatMap(bridgeOf).at(-1);
	return {
		reached,
		reachedIn,
		failed: [first, ...others],
		...(bridge && { bridge }),
	};
}

function failureIn(attempts: readonly Attempt[]): readonly Attempt[] {
	const arrives = attempts.some(({ verdict }) => verdict.kind === "reaches");
	return arrives
		? []
		: attempts
				.filter(({ verdict }) => verdict.kind === "cannot-reach")
				.slice(0, 1);
}

function allReach(attempts: readonly Attempt[]): boolean {
	return (
		attempts.length > 0 &&
		attempts.every(
			({ verdict }) => verdict.kind === "reaches" && verdict.server,
		)
	);
}

function bridgeOf(hop: Hop): readonly Bridge[] {
	if (hop.kind === "dev-server" && hop.entry)
		return [{ kind: "proxy entry", name: hop.entry.key, at: hop.entry.keyAt }];
	if (hop.kind === "edge" && hop.location)
		return [
			{ kind: "location", name: hop.location.pattern, at: hop.location.at },
		];
	return [];
}

/** Where a connection arrives that reaches: the server, and the place of its route if one is known. */
export function arrivalOf({ verdict }: Attempt): {
	readonly server: Server | undefined;
	readonly path: string | undefined;
	readonly at: Place | undefined;
} {
	const { server, route } =
		verdict.kind === "reaches"
			? verdict
			: { server: undefined, route: undefined };
	return { server, path: route?.path, at: route?.at ?? server?.at };
}
