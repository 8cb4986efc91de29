import type { Text } from "../../value/text.js";
import { SCENARIOS, type Scenario } from "../../value/world.js";
import { listed } from "./witness.js";

/** A URL for people: holes by name, user info and query values never. */
export function shownUrl(url: Text): string {
	return url
		.toString()
		.replace(/\/\/[^/?#@]*@/, "//…@")
		.replace(/([?&][^=&#]*=)[^&#]+/g, "$1…");
}

/** A sentence's beginning. */
export function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The scenarios that occur, in their own order and without repeats. */
export function scenariosOf(
	things: Iterable<{ readonly scenario: Scenario }>,
): readonly Scenario[] {
	const found = new Set([...things].map((t) => t.scenario));
	return SCENARIOS.filter((s) => found.has(s));
}

/** `in production`, `in dev and preview`. */
export function inScenarios(scenarios: readonly Scenario[]): string {
	return `in ${listed(scenarios.map((s) => (s === "container" ? "containers" : s)))}`;
}
