import type { EnvEntry } from "../../src/facts/index.js";
import { defineRule } from "../../src/rule/define-rule.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

/** Says in which surroundings the program believes to be. */
const SURROUNDINGS =
	/(?:^|_)(?:ENV|ENVIRONMENT|NODE_ENV|APP_ENV|APP_MODE|STAGE)$/;

/** Switches something on that is for developers. */
const SWITCH =
	/(?:^|_)(?:DEBUG|DEV|DEV_MODE|DEVELOPMENT|SKIP_AUTH|DISABLE_AUTH|BYPASS_AUTH|MOCK|USE_MOCKS?)$/;

export default defineRule({
	id: "env/dev-value-in-production",
	summary: "A production env file switches development on.",
	severity: "warning",
	since: "0.1.0",
	facts: ["E6"],
	*check(graph) {
		for (const file of graph.envFiles) {
			if (file.role !== "live" || !isProduction(file.mode)) continue;
			for (const entry of file.entries) {
				const reads = graph.envReads.filter((r) => r.key === entry.key);
				if (!switchesOn(entry) || reads.length === 0) continue;
				const at = file.placeOf(entry, "value");
				yield {
					at,
					scenario: ["production"],
					message: {
						what: `${entry.key} is "${entry.dotenv}" in a file that production reads.`,
						why: "What it switches on (open checks, test data, verbose errors) reaches everybody.",
						do: "Set the production value here and keep this one in the file for development.",
					},
					evidence: witnesses(
						at,
						reads.map((r) => ({ at: r.at, message: "it is read here" })),
					),
				};
			}
		}
	},
});

function isProduction(mode: string | undefined): boolean {
	return mode === "production" || mode === "prod";
}

function switchesOn({ key, dotenv, commentedOut, secret }: EnvEntry): boolean {
	if (commentedOut || secret || dotenv === undefined) return false;
	const value = dotenv.trim().toLowerCase();
	if (SURROUNDINGS.test(key)) return /^(?:dev|development|local)$/.test(value);
	return SWITCH.test(key) && /^(?:1|true|yes|on)$/.test(value);
}
