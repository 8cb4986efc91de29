import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The repository. */
export const ROOT = resolve(import.meta.dirname, "../..");

/** Files below a folder of the repository with an ending, relative to the repository, sorted. */
export function filesBelow(folder: string, ending: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((file) => file.endsWith(ending))
		.map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
		.sort();
}
