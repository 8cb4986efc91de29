import { type Place, place } from "../../../facts/place.js";
import type { Sources } from "../../sources.js";
import { ancestors, folderOf } from "../paths.js";

/** Major and minor version. A minor that is not bounded is infinite. */
export type Version = readonly [major: number, minor: number];

/** The newest version of a package that a project may install, as its lockfile or a requirement says; undefined where nothing bounds it. */
export function newestVersion(
	sources: Sources,
	folder: string,
	name: string,
): { readonly version: Version; readonly at?: Place } | undefined {
	const locked = sources.lockedVersion(folder, name);
	const exact = locked === undefined ? undefined : versionIn(locked);
	if (exact) return { version: exact };
	const homes = new Set(ancestors(folder));
	for (const [path, fact] of sources.facts) {
		if (fact.kind !== "python-requirements" || !homes.has(folderOf(path)))
			continue;
		const required = fact.packages.find((p) => p.name === name);
		const version = required && highestVersion(required.specifier);
		if (version) return { version, at: place(path, required.at) };
	}
	return undefined;
}

/** Upper bound of a version specifier: of PEP 440 (`==0.115.11`, `~=0.115.0`, `<0.116`) or Poetry (`^0.115.0`). */
export function highestVersion(specifier: string): Version | undefined {
	const bounds = specifier.split(",").flatMap((part): Version[] => {
		const [, operator = "", text = ""] =
			/^\s*(===?|~=|<=|<|\^|~)\s*(\d[\d.*]*)/.exec(part) ?? [];
		const version = versionIn(text);
		if (!version) return [];
		const [major, minor] = version;
		const isWhole = /^\d+(?:\.\d+)?(?:\.0+)*$/.test(text);
		if (operator === "<" && isWhole)
			return minor > 0 && minor < Infinity
				? [[major, minor - 1]]
				: major > 0
					? [[major - 1, Infinity]]
					: [];
		// `~=0.115` allows every later 0.x; `^1.2` every later 1.x, `^0.115` no 0.116.
		const isOpen =
			(operator === "~=" && text.split(".").length < 3) ||
			(operator === "^" && major > 0);
		return [isOpen ? [major, Infinity] : version];
	});
	return bounds.sort(byAge)[0];
}

/** Whether a version is older than another. */
export function isOlder(version: Version, than: Version): boolean {
	return byAge(version, than) < 0;
}

function byAge(a: Version, b: Version): number {
	return a[0] - b[0] || (a[1] === b[1] ? 0 : a[1] - b[1]);
}

function versionIn(text: string): Version | undefined {
	const [, major, minor] = /^(\d+)(?:\.(\d+))?/.exec(text) ?? [];
	if (major === undefined) return undefined;
	return [Number(major), minor === undefined ? Infinity : Number(minor)];
}
