import type { Code } from "../../facts/code.js";
import { loadGrammar } from "./grammar.js";
import { readModule } from "./module.js";

/**
 * Loads the Python grammar and gives the extractor: text in, `Code` out.
 * The extractor is pure and never throws; broken source gives what could be
 * read and `syntaxError`. Loading takes about 25 ms and happens once.
 */
export async function loadPython(): Promise<(text: string) => Code> {
	const grammar = await loadGrammar();
	return (text) => readModule(text, grammar.parse(text));
}
