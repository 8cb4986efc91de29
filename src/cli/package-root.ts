import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the wslint package itself: it holds package.json and the rules' pages. */
export function packageRoot(): string {
	let folder = dirname(fileURLToPath(import.meta.url));
	while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
	return folder;
}

export interface OwnManifest {
	readonly version: string;
	readonly bugs?: { readonly url: string };
}

/** The parts of wslint's own package.json that the command line shows. */
export function ownManifest(): OwnManifest {
	return JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
}
