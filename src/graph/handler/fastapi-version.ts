import type { Place } from "../../facts/place.js";
import { newestVersion } from "../server/python/newest-version.js";
import type { Sources } from "../sources.js";

/** The highest minor version of FastAPI (all are 0.x so far) that a project may install, where something bounds it. */
export function newestFastapi(
	sources: Sources,
	folder: string,
): { readonly minor: number; readonly at?: Place } | undefined {
	const newest = newestVersion(sources, folder, "fastapi");
	if (!newest || newest.version[0] > 0 || newest.version[1] === Infinity)
		return undefined;
	return { minor: newest.version[1], ...(newest.at && { at: newest.at }) };
}
