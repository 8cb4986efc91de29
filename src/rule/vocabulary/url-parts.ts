import type { Attempt } from "../../graph/graph.js";
import { isHoleCharacter, readable, type Text } from "../../value/text.js";
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
export const shownPath = readable;

/** The segments before the first that is not wholly known: `/ws/{…}/log` → `/ws`; the path itself where all are. */
export function knownStart(path: string): string {
	const hole = [...path].findIndex((c) => isHoleCharacter(c.charCodeAt(0)));
	return hole < 0 ? path : path.slice(0, path.lastIndexOf("/", hole));
}

/** The path an attempt dials, before any proxy, for people. */
export function dialledPath({ address }: Attempt): string {
	return "path" in address ? shownPath(address.path.flat) : "";
}
