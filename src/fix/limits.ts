import { lstatSync } from "node:fs";
import { join } from "node:path";
import { extractEnvFile } from "../extract/dotenv/index.js";
import { secretSpans } from "../facts/mask.js";
import type { Span } from "../facts/place.js";
import { isEnvName } from "../tree/env-name.js";
import { isUnreadable, joinPath, nameOf, type Tree } from "../tree/index.js";
import { CannotEdit } from "./edit.js";
import type { Edits } from "./edits.js";

/**
 * Refuses what no repair may do, whatever it is good for: reach out of the
 * linted root, write through a symbolic link (the file behind it would change
 * for others too), or take a secret out (the journal could not put it back
 * without holding it). Throws `CannotEdit`.
 */
export function refuseEdits(tree: Tree, edits: Edits): void {
	for (const [path, list] of edits) {
		if (joinPath("", path) !== path)
			throw new CannotEdit(`${path} lies outside the linted folder`);
		if (isLink(join(tree.root, path)))
			throw new CannotEdit(
				`${path} is a symbolic link: repair what it links to`,
			);
		const text = tree.readText(path);
		if (isUnreadable(text)) continue;
		const secrets = secretsIn(path, text.text);
		const hit = list.some((edit) =>
			secrets.some(([start, end]) => edit.start < end && start < edit.end),
		);
		if (hit) throw new CannotEdit(`it would rewrite a secret in ${path}`);
	}
}

function isLink(file: string): boolean {
	return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** Where a text holds what must never be shown or kept. */
export function secretsIn(path: string, text: string): readonly Span[] {
	const values = isEnvName(nameOf(path))
		? extractEnvFile(text)
				.entries.filter((entry) => entry.secret)
				.map((entry) => entry.valueAt)
		: [];
	return [...values, ...secretSpans(text)];
}
