import { type Place, samePlace } from "../../facts/place.js";
import type { EnvRead, Graph, OriginList, Stated } from "../../graph/graph.js";
import { projectPattern } from "../../value/project-pattern.js";
import type { Intent } from "../finding.js";
import { originFlaw } from "./origin-entry.js";

type Entry = Stated<string>;

/**
 * Does the list let a page's origin in? Undefined where that is not known, and
 * where an entry was plainly meant for it and is only written wrongly: that is
 * another rule's finding.
 */
export function allows(list: OriginList, origin: string): boolean | undefined {
	const { entries, library, shape } = list;
	const texts = entries.items.map((e) => e.value);
	if (texts.includes(origin) || texts.includes("*")) return true;
	if (list.regex && matchesWhole(list.regex.value, origin) !== false)
		return matchesWhole(list.regex.value, origin);
	if (!entries.complete || library === "own") return undefined;
	if (shape === "function" || shape === "boolean" || shape === "regex")
		return undefined;
	// An empty list turns python-engineio's own check off.
	if (library === "python-socketio" && texts.length === 0) return undefined;
	// Flask-CORS reads entries as expressions.
	if (library === "flask" && texts.some((t) => /[*\\^$()[\]|+?]/.test(t)))
		return undefined;
	if (shape === "string" && texts.some((t) => t.includes(",")))
		return undefined;
	return texts.some((t) => meant(t) === origin) ? undefined : false;
}

/** Libraries whose comparison was measured (C4, C5, C8). */
export function comparesExactly({ library }: OriginList): boolean {
	return library !== "flask" && library !== "own";
}

/** The env keys the list reads that nothing in the repository sets: only their fallbacks are known, and whoever starts the server may set them. */
export function unsuppliedKeys(
	graph: Graph,
	list: OriginList,
): readonly EnvRead[] {
	const places = [
		list.at,
		...list.entries.items.flatMap((e) => [e.at, ...e.steps.map((s) => s.at)]),
	];
	return graph.envReads.filter(
		(read) =>
			read.runtime !== "browser" &&
			read.answers.every(({ answer }) => answer.state !== "set") &&
			places.some((p) => overlaps(p, read.at)),
	);
}

/** Where a new origin goes: the array, the comma text, or the list's argument. */
export function homeOf(list: OriginList): Place {
	return list.home?.at ?? list.at;
}

/** Adds an origin in the form in which the list is written. */
export function addOrigin(
	graph: Graph,
	list: OriginList,
	origin: string,
): Intent | undefined {
	if (!list.home) return undefined;
	const { at, form } = list.home;
	const isJson = rawEnvValue(graph, at)?.trimStart().startsWith("[") ?? false;
	return {
		do: "add-item",
		list: at,
		form: form === "array" || isJson ? "array" : "comma-text",
		text: origin,
	};
}

/** Writes one entry anew; several entries may share one comma text. Undefined where the entry was put together from pieces. */
export function replaceOrigin(
	graph: Graph,
	list: OriginList,
	entry: Entry,
	text: string,
): Intent | undefined {
	const shared = list.entries.items.filter((e) => samePlace(e.at, entry.at));
	if (shared.length > 1) {
		const raw =
			rawEnvValue(graph, entry.at) ?? shared.map((e) => e.value).join(",");
		return {
			do: "replace-text",
			at: entry.at,
			text: raw.replace(entry.value, text),
		};
	}
	const size = entry.at.span[1] - entry.at.span[0] - entry.value.length;
	return size === 0 || size === 2
		? { do: "replace-text", at: entry.at, text }
		: undefined;
}

/** The value as it is written, for a place in an env file. */
function rawEnvValue(graph: Graph, at: Place): string | undefined {
	const file = graph.envFiles.find((f) => f.path === at.file);
	return file?.entries.find((e) => samePlace(file.placeOf(e, "value"), at))
		?.raw;
}

function meant(entry: string): string {
	return originFlaw(entry)?.mended ?? entry;
}

/** Python's `fullmatch`; undefined for an expression JavaScript cannot read. */
function matchesWhole(pattern: string, text: string): boolean | undefined {
	return projectPattern(`^(?:${pattern})$`)?.test(text);
}

function overlaps(a: Place, b: Place): boolean {
	return a.file === b.file && a.span[0] < b.span[1] && b.span[0] < a.span[1];
}
