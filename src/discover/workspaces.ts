import { joinPath } from "../tree/paths.js";
import { globToRegExp } from "./glob.js";

/** A folder with a manifest, as far as the workspace is concerned. */
export interface WorkspaceFolder {
	/** "" for the root of the tree. */
	readonly folder: string;
	readonly name?: string;
	/** `workspaces` of its package.json and `packages` of its pnpm-workspace.yaml. */
	readonly workspaces: readonly string[];
}

/**
 * Workspace packages: name → folder, for resolving imports between packages.
 * A name that two folders claim goes to the first in path order.
 */
export function workspacePackages(
	folders: readonly WorkspaceFolder[],
): Map<string, string> {
	const packages = new Map<string, string>();
	for (const root of folders) {
		if (root.workspaces.length === 0) continue;
		const isMember = memberTest(root);
		for (const { folder, name } of folders)
			if (name && isMember(folder) && !packages.has(name))
				packages.set(name, folder);
		if (root.name && !packages.has(root.name))
			packages.set(root.name, root.folder);
	}
	return packages;
}

function memberTest(root: WorkspaceFolder): (folder: string) => boolean {
	const patterns = root.workspaces.flatMap((glob) => {
		const negated = glob.startsWith("!");
		const path = joinPath(root.folder, negated ? glob.slice(1) : glob);
		return path === undefined ? [] : [{ negated, test: globToRegExp(path) }];
	});
	return (folder) => {
		let member = false;
		for (const { negated, test } of patterns)
			if (test.test(folder)) member = !negated;
		return member;
	};
}
