import { join } from "node:path";
import type { Ignore } from "ignore";
import { listFolder, readFromDisk } from "./disk.js";
import { ignoreRules } from "./ignore-rules.js";
import type { Listing } from "./listing.js";
import { type Skip, type SkipReason, whyAlways } from "./skip.js";
import { decodeText, SOURCE_LIMIT } from "./text.js";
import { isUnreadable } from "./tree.js";

/** Folders nested deeper than this are not walked. */
const DEPTH = 40;
const TOO_DEEP: SkipReason = "nested too deeply";

/** One `.gitignore`: its rules hold below the folder it lies in. */
interface Rules {
	readonly folder: string;
	readonly rules: Ignore;
}

/**
 * The files below a folder that is in no git work tree, with nested
 * `.gitignore` files honoured as git does: the innermost file with an opinion
 * decides, and nothing inside an ignored folder can be taken back.
 * Symbolic links are reported, never followed.
 */
export function listByWalking(root: string): Listing {
	const files: string[] = [];
	const links: string[] = [];
	const skipped: Skip[] = [];
	walk("", [], 0);
	return { files, links, skipped };

	function walk(folder: string, outer: readonly Rules[], depth: number): void {
		const entries = listFolder(join(root, folder));
		const own = entries.some((entry) => entry.name === ".gitignore")
			? rulesOf(root, folder)
			: undefined;
		const rules = own ? [own, ...outer] : outer;
		for (const entry of entries) {
			const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
			if (entry.isDirectory()) {
				const reason = depth < DEPTH ? whyAlways(entry.name) : TOO_DEEP;
				if (reason) skipped.push({ path, reason });
				else if (!isIgnored(`${path}/`, rules)) walk(path, rules, depth + 1);
			} else if (isIgnored(path, rules)) continue;
			else if (entry.isFile()) files.push(path);
			else if (entry.isSymbolicLink()) links.push(path);
		}
	}
}

/** `rules` innermost first; a folder's path ends with a slash. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
	for (const { folder, rules: own } of rules) {
		const inside = folder === "" ? path : path.slice(folder.length + 1);
		const { ignored, unignored } = own.test(inside);
		if (ignored || unignored) return ignored;
	}
	return false;
}

function rulesOf(root: string, folder: string): Rules | undefined {
	const bytes = readFromDisk(join(root, folder, ".gitignore"), SOURCE_LIMIT);
	const text = isUnreadable(bytes) ? bytes : decodeText(bytes);
	if (text.kind === "unreadable") return undefined;
	const rules = ignoreRules(text.text.replace(/^\uFEFF/, ""));
	return { folder, rules };
}
