import type { Place } from "../../facts/place.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { Text } from "../../value/text.js";
import type { Alternative, Thunk, Value } from "../../value/value.js";
import type { Collection, OriginEntry, OriginList, Stated } from "../graph.js";
import { givenFromOutside, reasonOf, textPlace } from "./answers.js";
import { emptyHome, originHome, unfiltered } from "./origin-home.js";
import type { Project } from "./project.js";

/** What an `origin`-like argument says. */
export interface Origins {
	readonly entries: Collection<OriginEntry>;
	readonly shape: OriginList["shape"];
	readonly home?: NonNullable<OriginList["home"]>;
	readonly regex?: Stated<string>;
}

/**
 * Reads an origin argument: a list, a text, a boolean, a regular expression or
 * a function. Entries of all alternatives are joined: one that is in force
 * under some condition, or in one of the surroundings, is not missing. An env
 * key that nothing sets leaves the default standing; the reason then says that
 * it may be replaced.
 */
export function readOrigins(project: Project, asked: Thunk | Value): Origins {
	const reading = new Reading();
	const list = unfiltered(project.program, asked);
	for (const evaluator of project.evaluators) {
		for (const alternative of evaluator.force(list))
			reading.alternative(alternative, evaluator);
		reading.endOfSurroundings();
	}
	const result = reading.result();
	if (result.shape !== "list") return result;
	const home = originHome(project.program, reading.first) ?? emptyHome(list);
	return { ...result, ...(home && { home }) };
}

/** An origin option that is not given. */
export function defaultOrigins(
	entries: readonly string[],
	at: Place,
	shape: OriginList["shape"],
): Origins {
	return {
		entries: {
			items: entries.map((value) => ({
				value,
				at,
				steps: [],
				...(shape === "boolean" && { echoes: true }),
			})),
			complete: true,
		},
		shape,
	};
}

class Reading {
	readonly #items: OriginEntry[] = [];
	readonly #shapes: OriginList["shape"][] = [];
	#regex: Stated<string> | undefined;
	#open: string | undefined;
	#overridable: string | undefined;

	alternative(alternative: Alternative, evaluator: Evaluator): void {
		const { value } = alternative;
		const given = givenFromOutside(alternative);
		if (
			given !== undefined &&
			(value.v === "unknown" || (value.v === "text" && !value.text.known))
		) {
			this.#overridable = given;
			return;
		}
		switch (value.v) {
			case "array":
				this.#shapes.push("list");
				this.#list(value, alternative, given, evaluator);
				return;
			case "text":
				this.#shapes.push("string");
				this.#entry(value.text, alternative);
				return;
			case "regex":
				this.#shapes.push("regex");
				this.#regex ??= {
					value: value.source,
					at: value.at,
					steps: alternative.steps,
				};
				return;
			case "scalar":
				if (typeof value.value === "boolean") {
					this.#shapes.push("boolean");
					if (value.value) this.#add("*", value.at, alternative, true);
				}
				return;
			case "function":
				this.#shapes.push("function");
				this.#open ??= "a function decides";
				return;
			default:
				this.#open ??= reasonOf(value);
		}
	}

	/** The first surroundings that give entries (development) decide where a new one belongs. */
	endOfSurroundings(): void {
		if (this.first.length === 0) this.first = [...this.#texts];
	}

	result(): Origins {
		const reason =
			this.#open ??
			(this.#overridable && `${this.#overridable} may be set from outside`);
		return {
			entries: {
				items: this.#items,
				complete:
					this.#open === undefined &&
					(this.#items.length > 0 || this.#overridable === undefined),
				...(reason !== undefined && { reason }),
			},
			shape: this.#shapes.includes("list")
				? "list"
				: (this.#shapes[0] ?? "list"),
			...(this.#regex && { regex: this.#regex }),
		};
	}

	readonly #texts: Text[] = [];
	/** Entries of the first surroundings that have any. */
	first: readonly Text[] = [];

	#list(
		list: Extract<Value, { v: "array" }>,
		alternative: Alternative,
		given: string | undefined,
		evaluator: Evaluator,
	): void {
		let open: string | undefined;
		if (!list.complete && given === undefined)
			open = "a part of the list is not followed";
		if (!list.complete && given !== undefined) this.#overridable = given;
		for (const item of list.items)
			for (const inner of evaluator.force(item)) {
				const { value } = inner;
				if (value.v === "text" && value.text.known)
					this.#entry(value.text, alternative);
				else if (value.v === "regex")
					this.#regex ??= {
						value: value.source,
						at: value.at,
						steps: inner.steps,
					};
				else if (value.v === "scalar") continue;
				else {
					const key = givenFromOutside(inner) ?? given;
					if (key !== undefined) this.#overridable = key;
					else open ??= reasonOf(value);
				}
			}
		this.#open ??= open;
	}

	#entry(text: Text, alternative: Alternative): void {
		const value = text.value ?? "";
		const at = textPlace(text);
		if (!at || value === "") return;
		this.#texts.push(text);
		this.#add(value, at, alternative);
	}

	/** The place where a value is met first stands for it, a real `*` before an echo. */
	#add(
		value: string,
		at: Place,
		{ when, steps }: Alternative,
		echoes = false,
	): void {
		const known = this.#items.findIndex((i) => i.value === value);
		if (known >= 0 && (echoes || !this.#items[known]?.echoes)) return;
		this.#items.splice(known < 0 ? this.#items.length : known, 1, {
			value,
			at,
			steps,
			...(echoes && { echoes: true }),
			...(when.size > 0 && { when: [...when.values()] }),
		});
	}
}
