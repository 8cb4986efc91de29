import type { Place } from "../../facts/place.js";
import { Text } from "../../value/text.js";

/**
 * A value from a Dockerfile, compose file or workflow with its `$X`, `${X}`,
 * `${X:-default}` and `${{ … }}` replaced. What `lookup` does not know and what
 * only CI knows becomes a hole.
 */
export function interpolated(
	key: string,
	raw: string,
	at: Place,
	lookup: (name: string) => Text | undefined,
): Text {
	const origin = { kind: "env", key, at, read: at } as const;
	const parts: Text[] = [];
	let last = 0;
	for (const match of raw.matchAll(PATTERN)) {
		parts.push(Text.of(raw.slice(last, match.index), origin));
		last = match.index + match[0].length;
		const [whole, expression, escaped, braced, operator, fallback, bare] =
			match;
		if (escaped) {
			parts.push(Text.of("$", origin));
			continue;
		}
		const name = braced ?? bare;
		const found = name === undefined ? undefined : lookup(name);
		const missing =
			found === undefined || (operator?.startsWith(":") && found.length === 0);
		if (expression === undefined && !missing && found) parts.push(found);
		else if (operator?.endsWith("-") && fallback !== undefined)
			parts.push(interpolated(key, fallback, at, lookup));
		else
			parts.push(
				Text.hole(
					{
						kind: "env",
						name: name ?? key,
						reason: `${whole} is given from outside the repository`,
					},
					origin,
				),
			);
	}
	parts.push(Text.of(raw.slice(last), origin));
	return Text.concat(...parts);
}

const PATTERN =
	/(\$\{\{[^}]*\}\})|(\$\$)|\$\{(\w+)(?:(:?[-?+])([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}|\$(\w+)/g;

/** A mode as a command line names it, with a variable (`--mode $MODE`) replaced; undefined for one that is not known. */
export function modeNamed(
	written: string | undefined,
	lookup: (name: string) => Text | undefined,
): string | undefined {
	const [, braced, bare] = /^\$(?:\{(\w+)\}|(\w+))$/.exec(written ?? "") ?? [];
	const name = braced ?? bare;
	return name === undefined ? written : lookup(name)?.value;
}
