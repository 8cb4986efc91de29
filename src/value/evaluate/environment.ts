import type { Place } from "../../facts/place.js";
import { Text } from "../text.js";
import type { Accessor } from "../value.js";
import type { EnvAnswer } from "../world.js";
import {
	type Alternatives,
	just,
	scalar,
	textValue,
	through,
	under,
	union,
	unknown,
	writtenText,
} from "./alternatives.js";
import { shortName } from "./conversion.js";
import type { Machine } from "./machine.js";

/** `import.meta.env.KEY`, `process.env.KEY`, `os.environ["KEY"]`. */
export function environmentValue(
	machine: Machine,
	accessor: Accessor,
	key: string,
	read: Place,
): Alternatives {
	const builtin = builtinValue(machine, accessor, key, read);
	if (builtin) return builtin;
	return answered(machine.world.env(accessor, key, read.file), key, read);
}

/** A name from outside for which the build tool puts a value; undefined for any other. */
export function constantValue(
	machine: Machine,
	external: string,
	read: Place,
): Alternatives | undefined {
	const answer = machine.world.constant?.(external);
	return answer && answered(answer, shortName(external), read);
}

/** The alternatives that an answer of the world means. */
function answered(answer: EnvAnswer, key: string, read: Place): Alternatives {
	const step = { at: read, label: `read of ${key}` };
	switch (answer.state) {
		case "set":
			return through(just(textValue(readAt(answer.text, read))), step);
		case "unset":
		case "hidden":
			return through(scalar(undefined, read), {
				at: read,
				label: `read of ${key}: ${answer.why}`,
			});
		case "unsupplied": {
			const when = (is: boolean) =>
				({
					atom: `env ${key} set`,
					is: String(is),
					kind: "env",
					...(is && { outside: true }),
					at: read,
				}) as const;
			const supplied = Text.hole(
				{ kind: "env", name: key, reason: answer.why },
				{ kind: "env", key, at: read, read },
			);
			return through(
				union(
					under(just(textValue(supplied)), when(true)),
					under(
						answer.fallback
							? just(textValue(readAt(answer.fallback, read)))
							: scalar(undefined, read),
						when(false),
					),
				),
				step,
			);
		}
	}
}

/** The same text, with this read named in its origins. */
function readAt(text: Text, read: Place): Text {
	return Text.concat(
		...text.segments.map((s) => {
			const origin = s.origin.kind === "env" ? { ...s.origin, read } : s.origin;
			return s.hole ? Text.hole(s.hole, origin) : Text.of(s.text, origin);
		}),
	);
}

/** Keys every bundler answers itself: mode and the flags that follow from it (E6). */
function builtinValue(
	machine: Machine,
	accessor: Accessor,
	key: string,
	read: Place,
): Alternatives | undefined {
	const { dev, mode } = machine.world;
	if (accessor === "import.meta.env")
		switch (key) {
			case "MODE":
				return just(writtenText(mode, read));
			case "DEV":
				return dev === undefined ? undefined : scalar(dev, read);
			case "PROD":
				return dev === undefined ? undefined : scalar(!dev, read);
			case "SSR":
				return scalar(machine.world.runtime === "node", read);
			case "BASE_URL":
				return just(writtenText("/", read));
			default:
				return undefined;
		}
	if (key !== "NODE_ENV") return undefined;
	if (dev === undefined)
		return unknown("NODE_ENV is set by who starts it", read);
	return just(writtenText(dev ? "development" : "production", read));
}
