import type { DemandedSecret, EnvRead, Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import {
	connectionOf,
	type Dial,
	dialledAt,
	ifReached,
	isTakenAndReached,
	sockets,
} from "../../src/rule/vocabulary/dials.js";
import { isSigningKey } from "../../src/rule/vocabulary/env-keys.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import {
	isStandIn,
	type QueryParameter,
	queryParameters,
} from "../../src/rule/vocabulary/query-credentials.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "env/shared-value-disagrees",
	summary: "Two sources that must agree on a secret state different ones.",
	severity: "warning",
	since: "0.1.0",
	facts: ["contradiction", "F8"],
	*check(graph) {
		for (const { at, members } of byPlace(refused(graph), (r) => r.sentAt)) {
			const [{ parameter, demanded }] = members;
			const dials = members.map((m) => m.dial);
			yield {
				at,
				severity: ifReached("warning", dials),
				scenario: scenariosOf(dials),
				message: {
					what: `The page sends another ${parameter.name} than the endpoint lets in.`,
					why: 'As the repository stands the two values differ, and the endpoint closes the socket; where it does so before accepting it, the browser prints "Unexpected response code: 403".',
					do: "Let both sides read it from one place, and let no code carry a default for it.",
				},
				evidence: witnesses(
					at,
					[{ at: demanded.at, message: "compared here" }],
					demanded.writtenAt.map((place) => ({
						at: place,
						message: "the value that is let in",
					})),
					dialledAt(dials),
				),
				...connectionOf(dials),
			};
		}
		for (const { read, others } of twoDefaults(graph))
			yield {
				at: read.fallback.at,
				scenario: ["dev", "production"],
				message: {
					what: `${read.key} has another default here than elsewhere in the same program.`,
					why: "Where the environment does not set it, one half of the program works with one secret and the other half with another: what one signs, the other refuses.",
					do: "Read it in one place, and refuse to start without it.",
				},
				evidence: witnesses(
					read.fallback.at,
					others.map((other) => ({
						at: other.fallback.at,
						message: `another default of ${read.key}`,
					})),
				),
			};
	},
});

interface Refused {
	readonly dial: Dial;
	readonly parameter: QueryParameter;
	readonly demanded: DemandedSecret;
	/** Where the value that is sent is written. */
	readonly sentAt: EnvRead["at"] | undefined;
}

/** Sockets that reach an endpoint with a credential it does not let in. */
function* refused(graph: Graph): Iterable<Refused> {
	for (const dial of sockets(graph)) {
		const { verdict } = dial.attempt;
		if (verdict.kind !== "reaches" || !isTakenAndReached(dial)) continue;
		for (const demanded of verdict.route?.demandedSecrets ?? [])
			for (const parameter of queryParameters(dial.url)) {
				const sent = parameter.value.value;
				if (parameter.name !== demanded.value || !sent || isStandIn(sent))
					continue;
				if (!demanded.accepts(decoded(sent)))
					yield {
						dial,
						parameter,
						demanded,
						sentAt: parameter.value.segments[0]?.origin.at,
					};
			}
	}
}

function decoded(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}

type WithDefault = EnvRead & Required<Pick<EnvRead, "fallback">>;

/** Signing secrets that nothing sets, and that modules of one program give several defaults; the read nearest to a socket is the one to report. */
function* twoDefaults(
	graph: Graph,
): Iterable<{ read: WithDefault; others: readonly WithDefault[] }> {
	const groups = new Map<string, WithDefault[]>();
	for (const read of graph.envReads)
		if (isOpenSecret(read) && !graph.handedOn(read.key)) {
			const id = `${read.key}\n${read.runtime}`;
			groups.set(id, [...(groups.get(id) ?? []), read]);
		}
	for (const reads of groups.values())
		for (const [index, read] of reads.entries()) {
			const others = reads
				.slice(index + 1)
				.filter((r) => r.fallback.value !== read.fallback.value)
				.filter((r) => graph.loadedTogether(r.at.file, read.at.file));
			if (others.length > 0) {
				yield { read, others };
				break;
			}
		}
}

function isOpenSecret(read: EnvRead): read is WithDefault {
	return (
		read.role === "app" &&
		(read.runtime === "node" || read.runtime === "python") &&
		isSigningKey(read.key) &&
		(read.fallback?.value ?? "") !== "" &&
		!read.answers.some(({ answer }) => answer.state === "set")
	);
}
