import type {
	NginxFile,
	NginxStatement,
	Span,
	Unreadable,
} from "../../facts/index.js";
import { nestsTooDeeply, TOO_DEEP } from "../../facts/nesting.js";
import { directivesInHashComments } from "../hash-comments.js";
import { type Token, tokensOf } from "./tokens.js";

/** Many programs call their configuration `.conf`: these words in these places are nginx's. */
const NGINX = /(^|[\s;{}])(server\s*\{|location\s[^\n;{}]*\{|proxy_pass\s)/;

/**
 * An nginx configuration. Includes are not followed, variables not expanded.
 * A `.conf` of another program gives no statements. Never throws.
 */
export function extractNginx(text: string): NginxFile | Unreadable {
	const empty: NginxFile = { kind: "nginx", statements: [], directives: [] };
	if (!NGINX.test(text)) return empty;
	if (nestsTooDeeply(text)) return TOO_DEEP;
	const reader = new Reader(tokensOf(text));
	const statements = reader.statements(false);
	return {
		...empty,
		statements,
		directives: directivesInHashComments(text),
		...(reader.trouble && { syntaxError: reader.trouble }),
	};
}

/** Walks the tokens once; the first thing out of place is kept. */
class Reader {
	#at = 0;
	trouble: NginxFile["syntaxError"];

	constructor(readonly tokens: readonly Token[]) {}

	/** Statements up to the end, or up to the `}` of the block they stand in. */
	statements(inBlock: boolean): NginxStatement[] {
		const found: NginxStatement[] = [];
		for (;;) {
			const token = this.tokens[this.#at];
			if (!token) {
				if (inBlock) this.#complain("a block is never closed");
				return found;
			}
			this.#at++;
			if (token.kind === "word") found.push(this.#statement(token));
			else if (token.kind === "}") {
				if (inBlock) return found;
				this.#complain("a } closes nothing", token.at);
			} else if (token.kind === "{") this.statements(true);
		}
	}

	#statement(name: Token): NginxStatement {
		const args: NginxStatement["args"][number][] = [];
		for (;;) {
			const token = this.tokens[this.#at];
			const last = this.tokens[this.#at - 1] ?? name;
			const done = (end: number): NginxStatement => ({
				name: name.text,
				at: [name.at[0], end],
				args,
			});
			if (!token || token.kind === "}") {
				this.#complain(`${name.text} is not ended by a semicolon`, name.at);
				return done(last.at[1]);
			}
			this.#at++;
			if (token.kind === ";") return done(token.at[1]);
			if (token.kind === "{") {
				const block = this.statements(true);
				const end = this.tokens[this.#at - 1] ?? token;
				return { ...done(end.at[1]), block };
			}
			args.push({ text: token.text, at: token.at });
		}
	}

	#complain(message: string, at?: Span): void {
		this.trouble ??= { message, at: at ?? this.tokens.at(-1)?.at ?? [0, 0] };
	}
}
