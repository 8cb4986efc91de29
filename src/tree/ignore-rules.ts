import { createRequire } from "node:module";
import type { Ignore } from "ignore";

let load: typeof import("ignore") | undefined;

/** Rules in `.gitignore` notation; the library is loaded only when there are any. */
export function ignoreRules(patterns: string | readonly string[]): Ignore {
	load ??= createRequire(import.meta.url)("ignore") as typeof import("ignore");
	return load().add(patterns);
}
