import type { Intent } from "../rule/finding.js";
import type { TextEdit } from "./edit.js";

/** A file as an editor sees it. */
export interface Source {
	readonly path: string;
	/** "" for a file that does not exist yet. A byte order mark counts. */
	readonly text: string;
	/** The line ending that new lines get. */
	readonly eol: "\n" | "\r\n";
}

/** An intent that says which file it changes. */
export type FileIntent =
	| Exclude<Intent, { readonly do: "declare-env-type" }>
	| {
			readonly do: "declare-env-type";
			/** A declaration file that holds `interface ImportMetaEnv`. */
			readonly file: string;
			readonly key: string;
	  };

/**
 * Turns the intents of one fix that concern one file into edits of its text.
 * All of them or none: throws `CannotEdit`.
 */
export type Editor = (
	source: Source,
	intents: readonly FileIntent[],
) => readonly TextEdit[] | Promise<readonly TextEdit[]>;
