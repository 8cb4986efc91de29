import type { Attempt } from "../../graph/graph.js";
import { isHoleCharacter, type Text } from "../../value/text.js";
import type { Range } from "./written.js";

/** Where the port's digits stand in the text of an absolute URL; undefined when none are written. */
export function portRange(url: Text): Range | undefined {
	const port =
		/^([a-z][a-z0-9+.-]*:\/\/(?:\[[^\]]*\]|[^/?#:]*):)(\d+)(?=[/?#]|$)/i.exec(
			url.flat,
		);
	if (!port) return undefined;
	const start = port[1]?.length ?? 0;
	return { start, end: start + (port[2]?.length ?? 0) };
}

/** The path of a path with query. */
export function withoutQuery(pathAndQuery: string): string {
	return pathAndQuery.split("?", 1)[0] ?? pathAndQuery;
}

/** A path for people: text that is not known statically as `{…}`. */
export function shownPath(path: string): string {
	return [...path]
		.map((c) => (isHoleCharacter(c.charCodeAt(0)) ? "{…}" : c))
		.join("");
}

/** The path an attempt dials, before any proxy, for people. */
export function dialledPath({ address }: Attempt): string {
	return "path" in address ? shownPath(address.path.flat) : "";
}
