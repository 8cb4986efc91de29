import { createHash } from "node:crypto";
import type { Finding } from "../rule/finding.js";

/**
 * Identity of each finding, in the given order. It rests on what is wrong, not
 * on where in the file it stands: rule, file, connection and the sentence
 * without line numbers. Equal problems in one file are counted.
 */
export function fingerprints(findings: readonly Finding[]): string[] {
	const seen = new Map<string, number>();
	return findings.map((finding) => {
		const identity = JSON.stringify([
			finding.rule,
			finding.connection ?? "",
			finding.at.file,
			withoutLines(finding.message.what),
		]);
		const count = seen.get(identity) ?? 0;
		seen.set(identity, count + 1);
		return createHash("sha256")
			.update(count === 0 ? identity : `${identity}#${count}`)
			.digest("hex")
			.slice(0, 20);
	});
}

const LINE_AFTER_FILE =
	/(\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?|py|ya?ml|json|toml|env(?:\.\w+)*)):\d+(?::\d+)?/g;

/** `src/a.ts:12:3` and `line 12` lose their numbers; a port, which follows a host, stays. */
function withoutLines(sentence: string): string {
	return sentence
		.replace(LINE_AFTER_FILE, "$1")
		.replace(/\blines? \d+/gi, "line");
}
