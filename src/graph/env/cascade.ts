import type { EnvEntry, EnvFile } from "../../facts/index.js";
import type { Place } from "../../facts/place.js";
import { expandAll } from "../../value/expand-env.js";
import { Text } from "../../value/text.js";
import type { Sources } from "../sources.js";
import type { EnvTable, Supplied } from "./supplied.js";

/** Whose parser reads the file: `dotenv` (Vite 5–7, CRA, Next, Astro 4) or Node's own (Vite 8, E11). */
export type Reading = "dotenv" | "node";

/** In which order a tool reads the files of a mode. */
export type Order =
	/** Vite, Vue CLI, Astro, SvelteKit: `.env.[mode]` beats `.env.local` (E1, E2). */
	| "mode-first"
	/** Create React App, Next, Nuxt's neighbours: `.env.local` beats `.env.[mode]`. */
	| "local-first";

/** Paths of the env files of a mode in a folder, lowest precedence first. */
export function cascadeFiles(
	folder: string,
	mode: string,
	order: Order,
): readonly string[] {
	const names =
		order === "mode-first"
			? [".env", ".env.local", `.env.${mode}`, `.env.${mode}.local`]
			: [".env", `.env.${mode}`, ".env.local", `.env.${mode}.local`];
	return names.map((name) => (folder === "" ? name : `${folder}/${name}`));
}

/**
 * What a list of env files (lowest precedence first) gives, expanded across
 * files (E10); `process` is the environment of the process and beats them all,
 * even when empty (E1).
 */
export function cascade(
	sources: Sources,
	files: readonly string[],
	reading: Reading,
	process: EnvTable = new Map(),
): EnvTable {
	const raw = new Map<string, { readonly value: string; readonly at: Place }>();
	for (const file of files) {
		const fact = sources.facts.get(file);
		if (fact?.kind !== "env") continue;
		for (const entry of fact.entries) {
			const value = readAs(entry, reading);
			if (value === undefined) continue;
			raw.delete(entry.key);
			raw.set(entry.key, { value, at: { file, span: entry.valueAt } });
		}
	}
	const expanded = expandAll(
		[...raw].map(([key, { value }]) => [key, value] as const),
		(key) => process.get(key)?.text.value,
	);
	const table = new Map<string, Supplied>();
	for (const [key, { at }] of raw) {
		const text = expanded.get(key);
		const origin = { kind: "env", key, at, read: at } as const;
		table.set(key, {
			at,
			text:
				text === undefined
					? Text.hole(
							{ kind: "env", name: key, reason: "its expansion does not end" },
							origin,
						)
					: PLACEHOLDER.test(text)
						? Text.hole(
								{
									kind: "env",
									name: key,
									reason: `${text} stands for a value that is put in later`,
								},
								origin,
							)
						: Text.of(text, origin),
		});
	}
	for (const [key, supplied] of process) table.set(key, supplied);
	return table;
}

/** A value spelled like a key (`API_URL`, `__API_URL__`): a start script replaces it in the built files. */
const PLACEHOLDER =
	/^_*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:URL|URI|HOST|ORIGIN|ENDPOINT|ADDRESS)_*$/;

function readAs(entry: EnvEntry, reading: Reading): string | undefined {
	if (entry.commentedOut) return undefined;
	return reading === "node" ? entry.node : entry.dotenv;
}

/** The live env files among `files` that git tracks and that hold a key with one of the prefixes. */
export function trackedWithSiblings(
	sources: Sources,
	files: readonly string[],
	prefixes: readonly string[],
): { readonly file: string; readonly entry: EnvEntry } | undefined {
	const tracked = trackedFiles(sources);
	for (const file of files) {
		const fact: EnvFile | undefined = envFact(sources, file);
		if (!fact || !tracked.has(file)) continue;
		const entry = fact.entries.find(
			(e) => !e.commentedOut && prefixes.some((p) => e.key.startsWith(p)),
		);
		if (entry) return { file, entry };
	}
	return undefined;
}

function envFact(sources: Sources, file: string): EnvFile | undefined {
	const fact = sources.facts.get(file);
	return fact?.kind === "env" ? fact : undefined;
}

const trackedCache = new WeakMap<Sources, ReadonlySet<string>>();

function trackedFiles(sources: Sources): ReadonlySet<string> {
	const known = trackedCache.get(sources);
	if (known) return known;
	const tracked = new Set(
		sources.files.filter((f) => f.tracked).map((f) => f.path),
	);
	trackedCache.set(sources, tracked);
	return tracked;
}
