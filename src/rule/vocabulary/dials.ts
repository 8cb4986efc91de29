import { type Place, samePlace } from "../../facts/place.js";
import type { Address } from "../../graph/address.js";
import type {
	App,
	Attempt,
	Connection,
	Graph,
	HttpRequest,
} from "../../graph/graph.js";
import { THROWS } from "../../value/evaluate/alternatives.js";
import type { Segment, Text } from "../../value/text.js";
import type { Condition, Step } from "../../value/value.js";
import type { Scenario } from "../../value/world.js";
import type { Evidence, Severity } from "../finding.js";

/** A socket or an HTTP call with one possible URL in one scenario: what a rule about URLs judges. */
export interface Dial {
	/** The constructor or call. */
	readonly at: Place;
	/** The URL argument; the call itself where there is none. */
	readonly urlAt: Place;
	readonly app: App | undefined;
	readonly runtime: "browser" | "node";
	readonly reached: boolean | undefined;
	readonly scenario: Scenario;
	readonly url: Text;
	readonly address: Address;
	readonly status: "taken" | "possible";
	readonly when: readonly Condition[];
	readonly steps: readonly Step[];
	/** Present for sockets. */
	readonly attempt?: Attempt;
}

/** An address with scheme and host, as most rules need it. */
export type AbsoluteDial = Dial & {
	readonly address: Extract<Address, { form: "absolute" }>;
};

/** Every dial of the app's own code; tests, mocks, stories, docs and examples are left out. */
export function* dials(graph: Graph): Iterable<Dial> {
	yield* sockets(graph);
	yield* requests(graph);
}

/** The dials that open a socket. */
export function* sockets(
	graph: Graph,
): Iterable<Dial & { readonly attempt: Attempt }> {
	for (const connection of graph.connections)
		if (connection.role === "app" && connection.library !== "EventSource")
			for (const attempt of connection.attempts)
				yield socketDial(connection, attempt);
}

/** The dials that speak plain HTTP, event sources included. */
export function* requests(graph: Graph): Iterable<Dial> {
	for (const request of graph.requests)
		if (request.role === "app") yield* requestDials(request);
	for (const connection of graph.connections)
		if (connection.role === "app" && connection.library === "EventSource")
			for (const {
				connection: _,
				verdict: __,
				hops: ___,
				...target
			} of connection.attempts)
				yield {
					...caller(connection),
					urlAt: connection.urlAt ?? connection.at,
					...target,
				};
}

function socketDial(
	connection: Connection,
	attempt: Attempt,
): Dial & { readonly attempt: Attempt } {
	return {
		...caller(connection),
		urlAt: connection.urlAt ?? connection.at,
		scenario: attempt.scenario,
		url: attempt.url,
		address: attempt.address,
		status: attempt.status,
		when: attempt.when,
		steps: attempt.steps,
		attempt,
	};
}

function* requestDials(request: HttpRequest): Iterable<Dial> {
	for (const target of request.targets)
		yield { ...caller(request), urlAt: request.at, ...target };
}

function caller(
	of: Connection | HttpRequest,
): Pick<Dial, "at" | "app" | "runtime" | "reached"> {
	return { at: of.at, app: of.app, runtime: of.runtime, reached: of.reached };
}

export function isAbsolute<D extends Dial>(dial: D): dial is D & AbsoluteDial {
	return dial.address.form === "absolute";
}

/** The code that makes the URL ends in an exception: no socket is opened. */
export function throwsInstead({ url }: Dial): boolean {
	return url.holes.some(({ reason }) => reason === THROWS);
}

/** True for what visitors get: the production build. An app without a production world is judged in every scenario. */
export function ships(dial: Dial): boolean {
	return (
		dial.scenario === "production" ||
		!dial.app?.worlds.some((world) => world.scenario === "production")
	);
}

/** The rule's severity, or info where no entry point reaches any of the code. */
export function ifReached(
	severity: Severity,
	of: readonly { readonly reached: boolean | undefined }[],
): Severity {
	return of.some((o) => o.reached !== false) ? severity : "info";
}

/** An alternative that is proven, in code that may run. */
export function isTakenAndReached(dial: Dial): boolean {
	return dial.status === "taken" && dial.reached !== false;
}

/**
 * A dial that is proven, or one of several between which undecided tests
 * choose: all of them are among `members`, or begin with the same text, written
 * in one place, and so go to the same host.
 */
export function isCertain(
	dial: Dial,
	members: readonly Dial[],
	all: readonly Dial[],
): boolean {
	return (
		isTakenAndReached(dial) ||
		(dial.reached !== false &&
			all.every(
				(other) =>
					other.at !== dial.at ||
					other.scenario !== dial.scenario ||
					members.some((m) => isSameDial(m, other)) ||
					beginAlike(other.url, dial.url),
			))
	);
}

function isSameDial(one: Dial, other: Dial): boolean {
	return (
		one === other ||
		(one.attempt !== undefined && one.attempt === other.attempt)
	);
}

function beginAlike(a: Text, b: Text): boolean {
	const [first, afterFirst] = a.segments;
	const [second, afterSecond] = b.segments;
	if (!isStated(first) || !isStated(second)) return false;
	const host = /^[a-z][a-z+.-]*:\/\/[^/?#]+([/?#])?/i.exec(second.text ?? "");
	const ends = (next: Segment | undefined) => /^[/?#]/.test(next?.text ?? "");
	return (
		samePlace(first.origin.at, second.origin.at) &&
		host !== null &&
		(host[1] !== undefined || (ends(afterFirst) && ends(afterSecond)))
	);
}

/** Written in code or in an env file. */
function isStated(segment: Segment | undefined): segment is Segment {
	return segment?.origin.kind === "literal" || segment?.origin.kind === "env";
}

/** One line per dial, for evidence. */
export function dialledAt(dials: readonly Dial[]): readonly Evidence[] {
	return dials.map((d) => ({
		at: d.urlAt,
		message: d.attempt
			? "the socket is opened here"
			: "the request is sent here",
	}));
}

/** For `Report.connection`: the first socket among the dials. */
export function connectionOf(dials: readonly Dial[]): {
	readonly connection?: string;
} {
	const attempt = dials.find((d) => d.attempt)?.attempt;
	return attempt ? { connection: attempt.connection.id } : {};
}

/**
 * The alternative rests on a test that looks at the mode or at the page's own
 * host: a branch written for development, whatever the test's outcome.
 */
export function isDevelopmentBranch(dial: Dial): boolean {
	return dial.when.some(
		(c) =>
			(c.kind === "page" && c.atom !== "https page") ||
			(c.kind === "choice" &&
				/\b(is)?_?(dev|development|local|localhost|debug|test|mock|storybook)\b/i.test(
					c.atom,
				)),
	);
}

/**
 * An undecided test chooses between this dial and another address of the same
 * socket in the same scenario: whoever wrote the test meant this one for
 * another situation.
 */
export function hasOtherBranch(dial: Dial): boolean {
	if (!dial.attempt || !dial.when.some((c) => c.kind === "choice"))
		return false;
	return dial.attempt.connection.attempts.some(
		({ scenario, address }) =>
			scenario === dial.scenario &&
			/^(absolute|relative|page)$/.test(address.form) &&
			authorityOf(address) !== authorityOf(dial.address),
	);
}

/** A socket made for the empty text that stands in the code, to be replaced by a real one: nothing is meant to be dialled. */
export function isPlaceholder({
	url,
	address,
	steps,
}: Pick<Dial, "url" | "address" | "steps">): boolean {
	return (
		address.form === "relative" &&
		url.length === 0 &&
		!steps.some((step) => step.label.startsWith("read of "))
	);
}

/** A first value that other functions replace by another address: which one is dialled is decided at run time. */
export function isReplacedLater(dial: Dial): boolean {
	return (
		dial.when.some(
			(c) => c.kind === "choice" && c.atom.startsWith("which value at "),
		) && hasOtherBranch(dial)
	);
}

function authorityOf(address: Address): string {
	return address.form === "absolute"
		? `${address.host.flat}:${address.port?.flat ?? ""}`
		: "";
}
