import type { Place } from "../facts/place.js";

/**
 * Where a run of characters comes from. Rules tell a written host from one
 * that follows the page by this, never by looking at source text.
 */
export type Origin =
	/** Written in code or a config file. */
	| { readonly kind: "literal"; readonly at: Place }
	/** Value of an env key: `at` is the value in the env file (or compose, Dockerfile …), `read` the expression that reads it. */
	| {
			readonly kind: "env";
			readonly key: string;
			readonly at: Place;
			readonly read: Place;
	  }
	/** A part of the page's own address (`location.host` …). */
	| { readonly kind: "page"; readonly part: PagePart; readonly at: Place }
	/** Produced by an operation (a number turned to text, a joined slash). */
	| { readonly kind: "computed"; readonly at: Place };

export type PagePart =
	| "protocol"
	| "host"
	| "hostname"
	| "port"
	| "pathname"
	| "search"
	| "hash";

/** A run of text that is not known statically. */
export interface Hole {
	/** `page`: known only when the page is served (production host). `env`: key supplied outside the repository. `parameter`: no caller found. */
	readonly kind: "page" | "env" | "parameter" | "runtime";
	/** Page part, env key or parameter name. */
	readonly name: string;
	/** What would resolve it, as a sentence fragment for `trace`. */
	readonly reason: string;
}

/** A run of known characters, or one hole. */
export type Segment =
	| {
			readonly text: string;
			readonly origin: Origin;
			readonly hole?: undefined;
	  }
	| { readonly hole: Hole; readonly origin: Origin; readonly text?: undefined };

/** First code unit used to stand for a hole in `flat` (private use area; sources that contain it lose nothing but precision). */
const HOLE = 0xe000;
const HOLE_LIMIT = 0xe3ff;

const MOST_SEGMENTS = 64;

/**
 * Text with provenance. All string operations are expressed by `concat`,
 * `slice` and `splice`, so provenance survives `replace`, `split`, `new URL` ….
 * Immutable. In `flat` every hole is one private-use character.
 */
export class Text {
	readonly flat: string;

	private constructor(readonly segments: readonly Segment[]) {
		let flat = "";
		segments.forEach((s, i) => {
			flat += s.hole ? String.fromCharCode(HOLE + (i & 0x3ff)) : s.text;
		});
		this.flat = flat;
	}

	static of(text: string, origin: Origin): Text {
		return new Text(text === "" ? [] : [{ text, origin }]);
	}

	static hole(hole: Hole, origin: Origin): Text {
		return new Text([{ hole, origin }]);
	}

	static readonly empty = new Text([]);

	/** The parts in order. What lies beyond 64 segments is one hole: no URL is made of more. */
	static concat(...parts: readonly Text[]): Text {
		const segments = parts.flatMap((p) => p.segments);
		const [first] = segments.slice(MOST_SEGMENTS);
		if (!first) return new Text(segments);
		return new Text([
			...segments.slice(0, MOST_SEGMENTS),
			{
				hole: { kind: "runtime", name: "…", reason: "the text is too long" },
				origin: first.origin,
			},
		]);
	}

	get length(): number {
		return this.flat.length;
	}

	/** True when no hole is left. */
	get known(): boolean {
		return !this.segments.some((s) => s.hole);
	}

	get holes(): readonly Hole[] {
		return this.segments.flatMap((s) => (s.hole ? [s.hole] : []));
	}

	/** The characters, when every one is known. */
	get value(): string | undefined {
		return this.known ? this.flat : undefined;
	}

	slice(start: number, end: number = this.length): Text {
		const kept: Segment[] = [];
		let at = 0;
		for (const s of this.segments) {
			const size = s.hole ? 1 : s.text.length;
			const from = Math.max(start, at) - at;
			const to = Math.min(end, at + size) - at;
			if (to > from)
				kept.push(
					s.hole ? s : { text: s.text.slice(from, to), origin: s.origin },
				);
			at += size;
		}
		return new Text(kept);
	}

	/** Replaces `[start, end)` of `flat`. */
	splice(start: number, end: number, put: Text): Text {
		return Text.concat(this.slice(0, start), put, this.slice(end));
	}

	/** Origins of the characters in `[start, end)` of `flat`, in order, without repeats. */
	originsOf(start = 0, end = this.length): readonly Origin[] {
		const found: Origin[] = [];
		for (const s of this.slice(start, end).segments)
			if (!found.includes(s.origin)) found.push(s.origin);
		return found;
	}

	/** For people: holes as `{name}`. */
	toString(): string {
		return this.segments
			.map((s) => (s.hole ? `{${s.hole.name}}` : s.text))
			.join("");
	}
}

/** A text made with `Text.flat`, for people: the stand-ins of holes as `{…}`. */
export function readable(text: string): string {
	return [...text]
		.map((c) => (isHoleCharacter(c.charCodeAt(0)) ? "{…}" : c))
		.join("");
}

/** True for the stand-in of a hole in `Text.flat`. */
export function isHoleCharacter(code: number): boolean {
	return code >= HOLE && code <= HOLE_LIMIT;
}
