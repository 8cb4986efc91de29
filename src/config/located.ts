import type { Span } from "../facts/place.js";

export type Path = readonly (string | number)[];

/** Plain data read from a file, with the place of every part of it. */
export interface Located {
	readonly file: string;
	readonly value: unknown;
	/** Span of the key (or of the value, where there is no key) at a path; that of the nearest part that exists otherwise. */
	keyAt(path: Path): Span;
	valueAt(path: Path): Span;
}

/** Collects places while a reader walks its syntax tree. */
export class Places {
	readonly #keys = new Map<string, Span>();
	readonly #values = new Map<string, Span>();

	add(path: Path, value: Span, key?: Span): void {
		this.#values.set(JSON.stringify(path), value);
		if (key) this.#keys.set(JSON.stringify(path), key);
	}

	locate(file: string, value: unknown): Located {
		return {
			file,
			value,
			keyAt: (path) => nearestIn(path, this.#keys, this.#values),
			valueAt: (path) => nearestIn(path, this.#values, this.#values),
		};
	}
}

function nearestIn(
	path: Path,
	first: ReadonlyMap<string, Span>,
	then: ReadonlyMap<string, Span>,
): Span {
	for (let length = path.length; length >= 0; length--) {
		const key = JSON.stringify(path.slice(0, length));
		const found = first.get(key) ?? then.get(key);
		if (found) return found;
	}
	return [0, 0];
}
