import { isOriginEntry } from "./origins.mjs";
import { isSame, placesOf } from "./text.mjs";

const DIALS = [
	/\b(?:wss?|https?):\/\/(?:[\w.-]+|\$\{[^}]+\}):(\d{2,5})\b/g,
	/\$\{[^}]*hostname[^}]*\}:(\d{2,5})\b/g,
];

const LISTENS = [
	/--port[= ](\d{2,5})\b/g,
	/"--port",\s*"(\d{2,5})"/g,
	/(?<=\bport\s*[=:][^,;\n}]*)\b(\d{4,5})\b/g,
	/\.listen\([^)]*?\b(\d{2,5})\b/g,
	/^\s*listen\s+(\d{2,5})\b/gm,
	/^(?:\w*_)?PORT=(\d{2,5})\b/gm,
];

const PUBLISHED = /^\s*-\s*"?(\d{2,5}):(\d{2,5})"?\s*$/gm;

/** A port that one place listens at and another names: each of the two places in turn names its neighbour. */
export function portFlips(files) {
	const places = files.flatMap(portPlaces);
	const stated = files.map(({ text }) => text).join("\n");
	return places
		.filter((place) =>
			places.some(
				(other) =>
					!isSame(other, place) &&
					other.text === place.text &&
					!(other.side === "origin" && place.side === "dial"),
			),
		)
		.filter(({ side }) => side !== "origin")
		.map((place) => ({
			op: `port ${place.side}`,
			edits: [{ ...place, text: freePort(place.text, stated) }],
			place,
		}));
}

/** Everywhere a file names a port: where something dials, listens, or lists an origin. */
export function portPlaces(file) {
	const at = (side) => (place) => ({ ...place, side });
	const dials = DIALS.flatMap((pattern) => placesOf(file, pattern)).map(
		(place) => ({
			...place,
			side: isOriginEntry(file, place.start) ? "origin" : "dial",
		}),
	);
	const listens = LISTENS.flatMap((pattern) => placesOf(file, pattern));
	const published =
		file.kind === "compose"
			? [
					...placesOf(file, PUBLISHED, 1).map(at("published")),
					...placesOf(file, PUBLISHED, 2).map(at("inside")),
				]
			: [];
	return [...dials, ...listens.map(at("listen")), ...published];
}

/** The next port that no file names. */
export function freePort(port, stated) {
	let next = Number(port) + 1;
	while (stated.includes(String(next))) next++;
	return String(next);
}
