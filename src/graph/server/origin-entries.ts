import type { Place } from "../../facts/place.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { Text } from "../../value/text.js";
import type { Alternative, Thunk, Value } from "../../value/value.js";
import type { Collection, OriginList, Stated } from "../graph.js";
import { givenFromOutside, reasonOf, textPlace } from "./answers.js";

/** What an `origin`-like argument says. */
export interface Origins {
	readonly entries: Collection<Stated<string>>;
	readonly shape: OriginList["shape"];
	readonly home?: NonNullable<OriginList["home"]>;
	readonly regex?: Stated<string>;
}

/**
 * Reads an origin argument: a list, a text, a boolean, a regular expression or
 * a function. Entries of all alternatives are joined: one that is in force
 * under some condition, or in one of the surroundings, is not missing. An env key that nothing sets leaves the
 * default standing; the reason then says that it may be replaced.
 */
export function readOrigins(
	evaluators: readonly Evaluator[],
	asked: Thunk | Value,
): Origins {
	const reading = new Reading();
	for (const evaluator of evaluators) {
		for (const alternative of evaluator.force(asked))
			reading.alternative(alternative, evaluator);
		reading.endOfSurroundings();
	}
	return reading.result();
}

/** An origin option that is not given. */
export function defaultOrigins(
	entries: readonly string[],
	at: Place,
	shape: OriginList["shape"],
): Origins {
	return {
		entries: {
			items: entries.map((value) => ({ value, at, steps: [] })),
			complete: true,
		},
		shape,
	};
}

class Reading {
	readonly #items: Stated<string>[] = [];
	readonly #shapes: OriginList["shape"][] = [];
	readonly #homes: NonNullable<OriginList["home"]>[] = [];
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
					if (value.value)
						this.#items.push({
							value: "*",
							at: value.at,
							steps: alternative.steps,
						});
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
		if (this.#firstTexts.length === 0) this.#firstTexts = [...this.#texts];
	}

	result(): Origins {
		const reason =
			this.#open ??
			(this.#overridable && `${this.#overridable} may be set from outside`);
		const home = this.#homes[0] ?? commaHome(this.#firstTexts);
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
			...(home && { home }),
			...(this.#regex && { regex: this.#regex }),
		};
	}

	readonly #texts: Text[] = [];
	#firstTexts: readonly Text[] = [];

	#list(
		list: Extract<Value, { v: "array" }>,
		alternative: Alternative,
		given: string | undefined,
		evaluator: Evaluator,
	): void {
		const before = this.#texts.length;
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
		const written = this.#texts.slice(before);
		const mayBeLiteral =
			written.length > 0 || (list.complete && list.items.length === 0);
		if (mayBeLiteral && isArrayLiteral(list, written))
			this.#homes.push({ at: list.at, form: "array" });
	}

	#entry(text: Text, alternative: Alternative): void {
		const value = text.value ?? "";
		const at = textPlace(text);
		if (!at) return;
		this.#texts.push(text);
		if (!this.#items.some((i) => i.value === value))
			this.#items.push({ value, at, steps: alternative.steps });
	}
}

/** Every entry is written inside the brackets of the list itself. */
function isArrayLiteral(
	list: Extract<Value, { v: "array" }>,
	entries: readonly Text[],
): boolean {
	return entries.every((text) => {
		const at = textPlace(text);
		return (
			text.originsOf().every((o) => o.kind === "literal") &&
			at?.file === list.at.file &&
			at.span[0] >= list.at.span[0] &&
			at.span[1] <= list.at.span[1] &&
			// A split text lies wholly inside one literal; items of a list are literals of their own.
			at.span[1] - at.span[0] <= text.length + 4
		);
	});
}

/** The text between whose commas the entries stand. */
function commaHome(texts: readonly Text[]): OriginList["home"] | undefined {
	const origins = texts.flatMap((t) =>
		t.originsOf().filter((o) => o.kind === "literal" || o.kind === "env"),
	);
	const [first] = origins;
	const same = origins.every(
		(o) => o.at.file === first?.at.file && o.at.span[0] === first.at.span[0],
	);
	if (!first || !same) return undefined;
	return { at: first.at, form: first.kind === "env" ? "env" : "comma-text" };
}
