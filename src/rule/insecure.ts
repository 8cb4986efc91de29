import type { Condition, Step } from "../value/value.js";
import type { Dial } from "./dials.js";
import { isPublicHost } from "./hosts.js";
import { followsPage } from "./provenance.js";

/** How the evaluator labels the step. */
const MISSING_COLON = "protocol compared without colon";

/** A socket whose scheme is `ws` whatever the page's is, to a host that pages behind https are served from or may dial. */
export function isPlainToOpenNetwork(dial: Dial): boolean {
	const { address } = dial;
	if (!dial.attempt || address.form !== "absolute") return false;
	if (address.scheme.value !== "ws" || followsPage(address.scheme))
		return false;
	if (dial.when.some((c) => c.atom === "https page" && c.is === "false"))
		return false;
	return (
		followsPage(address.host) ||
		isPublicHost(address.host.value ?? "") ||
		isLeftToEnvironment(dial)
	);
}

/** The host is a key that nothing in the repository sets, so the scheme in front of it cannot know what it will need. */
export function isLeftToEnvironment({ address }: Dial): boolean {
	return (
		address.form === "absolute" &&
		address.host.segments.some((s) => s.hole?.kind === "env")
	);
}

/** The scheme of the same socket is decided somewhere: for the same caller, another alternative is `wss:`. */
export function hasSecureAlternative(dial: Dial): boolean {
	return (
		dial.attempt?.connection.attempts.some(
			({ scenario, address, when }) =>
				scenario === dial.scenario &&
				address.form === "absolute" &&
				/^(wss|https)$/.test(address.scheme.flat) &&
				sameCaller(dial.when, when),
		) ?? false
	);
}

/** Where `location.protocol` is compared with a word that lacks its colon, and so never equals it. */
export function missingColon(dial: Dial): Step | undefined {
	return dial.steps.find((step) => step.label.startsWith(MISSING_COLON));
}

function sameCaller(a: readonly Condition[], b: readonly Condition[]): boolean {
	return a.every(
		(c) =>
			c.kind !== "caller" ||
			b.every((other) => other.atom !== c.atom || other.is === c.is),
	);
}
