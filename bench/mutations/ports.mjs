import { isOriginEntry, pagePorts } from "./origins.mjs";
import { isSocketAddress } from "./schemes.mjs";
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

/**
 * A port that two places name gets another number in one of them. Ports that
 * only requests go to are not the socket's, and those of a page are wiring
 * where a list of origins names them.
 */
export function portFlips(files) {
	const places = files.flatMap((file) =>
		portPlaces(file).filter((place) => isWiring(file, place, files)),
	);
	const stated = files.map(({ text }) => text).join("\n");
	const pages = pagePorts(files);
	const agree = (place, other) =>
		!isSame(other, place) &&
		other.text === place.text &&
		(other.side === "origin") === pages.has(place.text);
	return places
		.filter(({ side }) => side !== "origin")
		.filter((place) => places.some((other) => agree(place, other)))
		.map((place) => ({
			op: `port ${place.side}`,
			edits: [{ ...place, text: freePort(place.text, stated) }],
			place,
		}));
}

function isWiring(file, place, files) {
	if (place.side !== "dial") return true;
	const before = file.text.slice(0, place.start);
	const scheme = /(\w+):\/\/[^/]*$/.exec(before);
	if (!scheme || scheme[1].startsWith("ws")) return true;
	const beside = new RegExp(`wss?://[\\w.-]+:${place.text}\\b`);
	return (
		(file.kind === "env" && beside.test(file.text)) ||
		isSocketAddress(
			file,
			{ ...place, start: scheme.index, text: scheme[1] },
			files,
		)
	);
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
