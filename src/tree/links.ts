import { isEnvName } from "./env-name.js";
import { folderOf, joinPath, nameOf } from "./paths.js";
import type { Skip } from "./skip.js";

/**
 * Symbolic links are not followed: what they lead to is read at its own place,
 * and folders may loop. The exception are env files (`web/.env -> ../.env`),
 * where the name decides who reads the values: such a link stands for the
 * listed file it leads to.
 *
 * Returns the links that stay, each with the file to read in its place.
 */
export function followEnvLinks(
	links: readonly string[],
	files: ReadonlySet<string>,
	targetOf: (link: string) => string | undefined,
): { followed: Map<string, string>; skipped: Skip[] } {
	const followed = new Map<string, string>();
	const skipped: Skip[] = [];
	for (const link of links) {
		const target = isEnvName(nameOf(link)) ? targetOf(link) : undefined;
		const file = target && joinPath(folderOf(link), target);
		if (file && files.has(file)) followed.set(link, file);
		else skipped.push({ path: link, reason: "symbolic link" });
	}
	return { followed, skipped };
}
