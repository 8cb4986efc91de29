import type { Package } from "../app/layout.js";

/** An app as the files that build it see it. */
export interface Site {
	/** Folder of the app. */
	readonly root: string;
	/** The package whose scripts build it. */
	readonly package: Package | undefined;
	/** Prefixes of its client keys. */
	readonly prefixes: readonly string[];
}

/** Folder the app's commands run in. */
export function homeOf(site: Site): string {
	return site.package?.folder ?? site.root;
}
