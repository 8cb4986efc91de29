import type { Expr } from "../../value/expr.js";
import type { Sources } from "../sources.js";
import { within } from "./paths.js";

/** Words of the calls that load env files by name: Nest's ConfigModule, dotenv, python-dotenv, Node itself. */
const LOADERS = ["envFilePath", "dotenv", "load_dotenv", "loadEnvFile"];

/**
 * The env files that programs of a folder load by name, as written; of a path
 * put together the last part. Undefined among them for one that is computed.
 */
export function namedEnvFiles(
	sources: Sources,
	root: string,
): readonly (string | undefined)[] {
	return loadingFiles(sources)
		.filter((file) => within(file, root))
		.flatMap((file) => sources.program.code(file))
		.flatMap((code) => code.calls.flatMap(({ call }) => pathsIn(call)))
		.flatMap(namesIn);
}

function loadingFiles(sources: Sources): readonly string[] {
	const known = cache.get(sources);
	if (known) return known;
	const roles = new Map(sources.files.map((f) => [f.path, f.role]));
	const files = new Set(
		LOADERS.flatMap((word) => sources.placesOf(word)).map((at) => at.file),
	);
	const found = [...files].filter(
		(file) => /\.([mc]?[jt]s|py)$/.test(file) && roles.get(file) !== "test",
	);
	cache.set(sources, found);
	return found;
}

const cache = new WeakMap<Sources, readonly string[]>();

function pathsIn({
	callee,
	args: [first],
	named,
}: Extract<Expr, { k: "call" }>): readonly Expr[] {
	switch ("name" in callee ? callee.name : "") {
		case "forRoot":
			return entryOf(first, "envFilePath");
		case "config":
			return entryOf(first, "path");
		case "loadEnvFile":
			return first ? [first] : [];
		case "load_dotenv": {
			const path = first ?? named?.dotenv_path;
			return path ? [path] : [];
		}
		default:
			return [];
	}
}

function entryOf(options: Expr | undefined, key: string): readonly Expr[] {
	if (options?.k !== "object") return [];
	return options.entries.flatMap((entry) =>
		"key" in entry && entry.key === key ? [entry.value] : [],
	);
}

function namesIn(expr: Expr): readonly (string | undefined)[] {
	switch (expr.k) {
		case "text":
			return [expr.value];
		case "array":
			return expr.items.flatMap(namesIn);
		case "binary":
			return namesIn(expr.right);
		case "call": {
			const last = expr.args.at(-1);
			// `find_dotenv()` looks for `.env`.
			return last ? namesIn(last) : [".env"];
		}
		default:
			return [undefined];
	}
}
