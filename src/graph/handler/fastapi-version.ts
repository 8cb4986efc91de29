import { posix } from "node:path";
import { type Place, place } from "../../facts/place.js";
import { ancestors } from "../server/paths.js";
import type { Sources } from "../sources.js";

/** The highest minor version of FastAPI (all are 0.x so far) that a project may install, as its lockfile or requirement says. */
export function newestFastapi(
	sources: Sources,
	folder: string,
): { readonly minor: number; readonly at?: Place } | undefined {
	const locked = sources.lockedVersion(folder, "fastapi");
	const exact = locked === undefined ? undefined : minorOf(locked);
	if (exact !== undefined) return { minor: exact };
	const homes = new Set([folder, ...ancestors(folder)]);
	for (const [path, fact] of sources.facts) {
		if (fact.kind !== "python-requirements") continue;
		const home = posix.dirname(path);
		if (!homes.has(home === "." ? "" : home)) continue;
		const required = fact.packages.find((p) => p.name === "fastapi");
		const minor = required && highestMinor(required.specifier);
		if (required && minor !== undefined)
			return { minor, at: place(path, required.at) };
	}
	return undefined;
}

/** Upper bound of a version specifier: of PEP 440 (`==0.115.11`, `~=0.115.0`, `<0.116`) or Poetry (`^0.115.0`). */
export function highestMinor(specifier: string): number | undefined {
	const bounds = specifier.split(",").flatMap((part): number[] => {
		const [, operator = "", version = ""] =
			/^\s*(===?|~=|<=|<|\^|~)\s*(\d[\d.*]*)/.exec(part) ?? [];
		const minor = minorOf(version);
		if (minor === undefined) return [];
		if (operator === "<")
			return [/^\d+\.\d+(?:\.0+)*$/.test(version) ? minor - 1 : minor];
		// `~=0.115` allows every later 0.x.
		if (operator === "~=" && version.split(".").length < 3) return [];
		return [minor];
	});
	return bounds.length > 0 ? Math.min(...bounds) : undefined;
}

function minorOf(version: string): number | undefined {
	const found = /^0\.(\d+)/.exec(version);
	return found ? Number(found[1]) : undefined;
}
