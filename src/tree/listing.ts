import type { Skip } from "./skip.js";

/** What lies below a root on disk, with only ignore rules applied. */
export interface Listing {
	readonly files: readonly string[];
	readonly links: readonly string[];
	/** Folders that were not entered. */
	readonly skipped: readonly Skip[];
}
