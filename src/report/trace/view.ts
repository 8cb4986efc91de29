import type { Scenario } from "../../value/world.js";

/** What `wslint trace` shows, decided. */
export interface TraceView {
	readonly recognised: string;
	readonly connections: readonly ConnectionTrace[];
}

export interface ConnectionTrace {
	/** `frontend/src/use-chat.ts:14:20`. */
	readonly where: string;
	/** `WebSocket`, and the folder's role where it is not the app's own code. */
	readonly about: string;
	/** Alternatives that go the same way are one, whatever their scenario and URL. */
	readonly ways: readonly Way[];
	/** Where it arrives in one scenario and not in another: both, and what makes the difference. */
	readonly comparison?: Comparison;
}

/** The same connection in several scenarios, side by side. */
export interface Comparison {
	readonly rows: readonly {
		readonly scenarios: readonly Scenario[];
		readonly outcome: Way["outcome"];
		readonly verdict: string;
	}[];
	/** `the proxy entry "/ws" is there in dev only`. */
	readonly difference: string;
}

/** Steps, hops and verdict of one or several alternatives. */
export interface Way {
	readonly starts: readonly Start[];
	/** From the call site to the literals. */
	readonly steps: readonly {
		readonly label: string;
		readonly where: string;
	}[];
	/** How many more alternatives dial the same with the same outcome. */
	readonly others: number;
	/** Proxy entry, container, server and route: each with what it does. */
	readonly hops: readonly string[];
	readonly outcome: "reaches" | "cannot-reach" | "unknown" | "third-party";
	readonly verdict: string;
}

/** What is dialled, when. */
export interface Start {
	readonly scenarios: readonly Scenario[];
	readonly url: string;
	/** Conditions it rests on: `VITE_WS_URL is set`; empty when proven. */
	readonly when: readonly string[];
}
