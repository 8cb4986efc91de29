import type { Flaw } from "../../src/graph/address.js";
import type { Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import {
	connectionOf,
	type Dial,
	dialledAt,
	ifReached,
	isTakenAndReached,
	sockets,
} from "../../src/rule/vocabulary/dials.js";
import { repairFlaw } from "../../src/rule/vocabulary/flaw-repair.js";
import { explainFlaw } from "../../src/rule/vocabulary/flaws.js";
import { byPlace, startOf } from "../../src/rule/vocabulary/provenance.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf, shownUrl } from "../../src/rule/vocabulary/wording.js";

type Malformed = Dial & {
	readonly address: Extract<Dial["address"], { form: "malformed" }>;
};

export default defineRule({
	id: "url/malformed",
	summary: "A socket URL is no URL, or silently another one.",
	severity: "error",
	since: "0.1.0",
	facts: ["U6", "U7", "U9", "U11", "U12", "E4"],
	yieldsTo: [
		"env/undefined",
		"env/wrong-prefix",
		"env/wrong-accessor",
		"env/empty-value",
		"env/file-never-read",
	],
	*check(graph) {
		const malformed = [...sockets(graph)]
			.filter(isMalformed)
			.filter((d) => isCertain(d) && !isEnvKey(graph, d.address.flaw));
		for (const group of byPlace(
			malformed,
			(d) => d.address.at ?? startOf(d.url) ?? d.urlAt,
		)) {
			const { at, members } = group;
			const [dial] = members;
			const proven = members.some(isTakenAndReached);
			yield {
				severity: ifReached(proven ? "error" : "warning", members),
				scenario: scenariosOf(members),
				at,
				message: explainFlaw(dial.address.flaw, shownUrl(dial.url)),
				evidence: witnesses(
					at,
					dialledAt(members),
					dial.steps.map((s) => ({ at: s.at, message: s.label })),
				),
				fixes: repairFlaw(dial.url, dial.address.flaw),
				...connectionOf(members),
			};
		}
	},
});

function isMalformed<D extends Dial>(dial: D): dial is D & Malformed {
	return dial.address.form === "malformed";
}

/** A value that is only possibly missing, or missing behind the host, is mostly state that is checked; a wrong literal is wrong whenever it is used. */
function isCertain({
	url,
	address: { flaw },
	status,
	runtime,
}: Malformed): boolean {
	switch (flaw.code) {
		case "unspecified-host":
			return runtime === "browser";
		case "empty-host":
			return status === "taken";
		case "undefined-in-url":
			return (
				status === "taken" && /^([a-z]+:\/\/)?[^/?#]*undefined/i.test(url.flat)
			);
		default:
			return true;
	}
}

/** A key without a value is the env rules' to report, at its read. */
function isEnvKey(graph: Graph, flaw: Flaw): boolean {
	return (
		flaw.code === "undefined-in-url" &&
		graph.envReads.some((read) => read.key === flaw.name)
	);
}
