import type { Place } from "../../facts/place.js";
import type { ObjectValue } from "../../value/value.js";
import type { OriginList } from "../graph.js";

/** Options that Starlette's CORSMiddleware takes, those of `add_middleware` itself included. */
const STARLETTE: readonly string[] = [
	"app",
	"middleware_class",
	"cls",
	"allow_origins",
	"allow_origin_regex",
	"allow_methods",
	"allow_headers",
	"allow_credentials",
	"allow_private_network",
	"expose_headers",
	"max_age",
];

/** Options of the cors package, which Socket.IO and Nest hand theirs to. */
const CORS: readonly string[] = [
	"origin",
	"methods",
	"allowedHeaders",
	"exposedHeaders",
	"credentials",
	"maxAge",
	"preflightContinue",
	"optionsSuccessStatus",
	"cacheControl",
];

type Strange = Pick<OriginList, "strangeOptions">;

/** Keyword arguments that CORSMiddleware does not have: it raises a TypeError for them. */
export function strangeKeywords(
	named: Readonly<Record<string, { readonly at: Place["span"] }>> | undefined,
	file: string,
): Strange {
	const strange = Object.entries(named ?? {})
		.filter(([name]) => !STARLETTE.includes(name))
		.map(([name, { at }]) => option(name, { file, span: at }, STARLETTE));
	return strange.length > 0 ? { strangeOptions: strange } : {};
}

/** Entries that the cors package would read if they were spelt as one of its options; others may be somebody else's. */
export function strangeEntries(options: ObjectValue): Strange {
	const strange = [...options.entries]
		.filter(([name]) => !CORS.includes(name))
		.map(([name, { keyAt }]) => option(name, keyAt, CORS))
		.filter((o) => o.meant !== undefined);
	return strange.length > 0 ? { strangeOptions: strange } : {};
}

function option(name: string, at: Place, known: readonly string[]) {
	const meant = known.find((k) => {
		const a = bare(name);
		const b = bare(k);
		return a === b || (b.length > 5 && distance(a, b) <= 2);
	});
	return { name, at, ...(meant !== undefined && { meant }) };
}

/** Without case, underscores and the plural: `allow_origin`, `Origins`. */
function bare(name: string): string {
	return name.toLowerCase().replace(/_/g, "").replace(/s$/, "");
}

/** Edits of one character between two words. */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++)
			next.push(
				Math.min(
					(row[j] ?? 0) + 1,
					(next[j - 1] ?? 0) + 1,
					(row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
				),
			);
		row = next;
	}
	return row[b.length] ?? 0;
}
