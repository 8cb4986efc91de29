import { expect } from "vitest";
import { lint } from "../../src/lint.js";
import { BROKEN_APP } from "../cli/run-cli.js";
import { folderWith } from "../tree/folder.js";

/** What is put beside the files of a broken app, or in their place. */
export interface Bad {
	readonly files: Readonly<Record<string, string | Uint8Array>>;
	/** The notes that it must give, whole. */
	readonly notes: readonly (string | RegExp)[];
}

/** A source that opens a socket, so that it is read in any case. */
export function socket(text: string): string {
	return `new WebSocket("ws://localhost:8000/api/chat/ws");\n${text}`;
}

/** Lints the broken app with bad files: they give their notes, and its fault is found all the same. */
export async function expectOneLineEach({ files, notes }: Bad): Promise<void> {
	const result = await lint({ root: folderWith({ ...BROKEN_APP, ...files }) });
	expect(result.failures).toEqual([]);
	expect(result.findings.map(({ rule }) => rule)).toContain("route/mismatch");
	const said = result.notes.map(({ file, message }) => `${file} ${message}`);
	expect(said).toEqual(
		notes.map((n) => (typeof n === "string" ? n : expect.stringMatching(n))),
	);
	for (const line of said) {
		expect(line).not.toContain("\n");
		expect(line.length).toBeLessThan(160);
	}
}
