import { nearest } from "../engine/nearest.js";

/** The command line asks for something that does not exist: exit code 2. */
export class UsageError extends Error {
	constructor(message: string) {
		super(message);
		this.name = "UsageError";
	}
}

/** `there is no X; did you mean Y?` */
export function unknownName(
	kind: string,
	name: string,
	known: Iterable<string>,
	otherwise: string,
): UsageError {
	const meant = nearest(name, known);
	return new UsageError(
		`there is no ${kind} \`${name}\`; ${meant ? `did you mean \`${meant}\`?` : otherwise}`,
	);
}
