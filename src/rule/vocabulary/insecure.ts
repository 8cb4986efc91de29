import type { Condition, Step } from "../../value/value.js";
import type { Dial } from "./dials.js";
import { isPublicHost } from "./hosts.js";
import { followsPage } from "./provenance.js";

/** How the evaluator labels the step. */
const MISSING_COLON = "protocol compared without colon";

/**
 * A socket whose scheme is `ws` whatever the page's is, to a host that pages
 * behind https are served from or may dial; or `http`, to a public host (U5).
 */
export function isPlainToOpenNetwork(dial: Dial): boolean {
	const { address } = dial;
	if (!dial.attempt || address.form !== "absolute") return false;
	if (followsPage(address.scheme)) return false;
	if (address.scheme.value === "http")
		return isPublicHost(address.host.value ?? "");
	if (address.scheme.value !== "ws") return false;
	if (dial.when.some((c) => c.atom === "https page" && c.is === "false"))
		return false;
	return (
		followsPage(address.host) ||
		isPublicHost(address.host.value ?? "") ||
		isLeftToEnvironment(dial) ||
		isUrlOfRunTime(dial)
	);
}

/** The host is a key that nothing in the repository sets, so the scheme in front of it cannot know what it will need. */
export function isLeftToEnvironment({ address }: Dial): boolean {
	return (
		address.form === "absolute" &&
		address.host.segments.some((s) => s.hole?.kind === "env")
	);
}

/** The rest is a URL that comes at run time with a scheme of its own, which `ws` replaces whatever it was. */
function isUrlOfRunTime({ address }: Dial): boolean {
	if (address.form !== "absolute") return false;
	const [only, ...more] = address.host.segments;
	return (
		more.length === 0 &&
		only?.hole?.kind === "runtime" &&
		only.hole.name === "host"
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

/**
 * Where a request's base is made from a socket's by replacing `ws://` alone,
 * and the value comes from the environment: `wss://` stays as it is.
 */
export function plainSchemeOnly(dial: Dial): Step | undefined {
	const [start] = dial.url.segments;
	if (start?.hole?.kind !== "env") return undefined;
	if (dial.steps.some(({ label }) => /^wss:(\/\/)? replaced$/.test(label)))
		return undefined;
	return dial.steps.find(({ label }) => /^ws:(\/\/)? replaced$/.test(label));
}

function sameCaller(a: readonly Condition[], b: readonly Condition[]): boolean {
	return a.every(
		(c) =>
			c.kind !== "caller" ||
			b.every((other) => other.atom !== c.atom || other.is === c.is),
	);
}
