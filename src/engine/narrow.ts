import type { Finding } from "../rule/finding.js";

/**
 * Findings that concern one of the paths (files or folders, relative to the
 * root, "" being the root): their place or a place they rest on lies there.
 * The graph is always whole; paths only narrow what is reported.
 */
export function narrowTo<F extends Finding>(
	findings: readonly F[],
	paths: readonly string[],
): readonly F[] {
	if (paths.length === 0 || paths.includes("")) return findings;
	const lies = (file: string) =>
		paths.some((path) => file === path || file.startsWith(`${path}/`));
	return findings.filter((finding) =>
		[finding, ...finding.evidence].some(({ at }) => lies(at.file)),
	);
}
