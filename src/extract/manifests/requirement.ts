import type { PythonRequirements, Span } from "../../facts/index.js";

export type PythonPackage = PythonRequirements["packages"][number];

const REQUIREMENT =
	/^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*([^;#]*)/;

/**
 * One PEP 508 requirement: `uvicorn[standard]>=0.30; python_version > "3.8"`.
 * `start` is the offset of its first character. Undefined for a bare URL or path.
 */
export function parseRequirement(
	text: string,
	start: number,
	group?: string,
): PythonPackage | undefined {
	const match = REQUIREMENT.exec(text);
	if (!match || /^[\w.+-]+:\/\/|^[.~/\\]|^[^\s@[]*[/\\]/.test(text))
		return undefined;
	const [whole, name = "", extras = "", specifier = ""] = match;
	const written = specifier
		.replace(/\s--.*/, "")
		.replace(/^\((.*)\)$/, "$1")
		.trim();
	if (written !== "" && !/^[=<>!~@]/.test(written)) return undefined;
	const at: Span = [start, start + whole.trimEnd().length];
	return {
		name: normalName(name),
		extras: listOf(extras),
		specifier: written,
		at,
		...(group === undefined ? {} : { group }),
	};
}

/** PEP 503. */
export function normalName(name: string): string {
	return name.toLowerCase().replace(/[-_.]+/g, "-");
}

function listOf(extras: string): string[] {
	return extras
		.split(",")
		.map((extra) => normalName(extra.trim()))
		.filter((extra) => extra !== "");
}
