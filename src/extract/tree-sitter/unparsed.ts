import type {
	ServerLanguage,
	ServerSource,
} from "../../facts/server-source.js";

/** The fact of a file that the parser gave up on: nothing is known, and that is said. */
export function unparsed(language: ServerLanguage): ServerSource {
	return {
		kind: "server-source",
		language,
		entry: false,
		routes: [],
		functions: [],
		handed: [],
		listens: [],
		portFields: [],
		origins: [],
		gaps: [{ at: [0, 0], reason: "a file of it cannot be parsed" }],
		directives: [],
		syntaxError: { message: "the parser gave up", at: [0, 0] },
	};
}
