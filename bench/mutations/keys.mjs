import { carriesSocket } from "./paths.mjs";
import { placesOf } from "./text.mjs";

const SETS = {
	env: [/^(?:export )?([A-Z][A-Z0-9_]*)=/gm],
	compose: [/^\s+(?:-\s*)?([A-Z][A-Z0-9_]+)\s*[:=]/gm],
	dockerfile: [/^(?:ARG|ENV)\s+([A-Z][A-Z0-9_]*)/gm],
};
const READS = [
	/(?:import\.meta\.env|process\.env|\benv)\.([A-Z][A-Z0-9_]*)/g,
	/(?:environ(?:\.get\(|\[)|getenv\()["']([A-Z][A-Z0-9_]*)/g,
];
const PUBLIC = /^(?:VITE|REACT_APP|NEXT_PUBLIC)_/;

/** A key that one place sets to an address and another reads: renamed at either, or everywhere without its public prefix. */
export function keyFlips(files) {
	const sets = files.flatMap((file) =>
		(SETS[file.kind] ?? []).flatMap((pattern) => placesOf(file, pattern)),
	);
	const reads = files.flatMap((file) =>
		["client", "server", "config", "python"].includes(file.kind)
			? READS.flatMap((pattern) => placesOf(file, pattern))
			: [],
	);
	const addressed = new Set(
		sets
			.filter(({ file, end }) =>
				isAddress(files.find(({ path }) => path === file).text, end),
			)
			.map(({ text }) => text),
	);
	const wiring = new Set(
		reads.filter((read) => isWiring(read, files)).map(({ text }) => text),
	);
	const both = (place) =>
		addressed.has(place.text) &&
		wiring.has(place.text) &&
		[sets, reads].every((all) => all.some(({ text }) => text === place.text));
	const renamed = (op) => (place) => ({
		op: `key ${op}`,
		edits: [{ ...place, text: place.text.replace(/_(?=[^_]*$)/, "_OTHER_") }],
		place,
	});
	const everywhere = new Set(
		[...sets, ...reads]
			.filter((place) => both(place) && PUBLIC.test(place.text))
			.map(({ text }) => text),
	);
	return [
		...sets.filter(both).map(renamed("set")),
		...reads.filter(both).map(renamed("read")),
		...[...everywhere].map((key) => ({
			op: "key prefix",
			edits: files.flatMap((file) =>
				placesOf(file, new RegExp(`\\b(${key})\\b`, "g")).map((place) => ({
					...place,
					text: key.replace(PUBLIC, ""),
				})),
			),
			place: reads.find(({ text }) => text === key),
		})),
	];
}

/** Whether the file that reads a key opens sockets, lists origins, or forwards a socket with it. */
function isWiring({ file, kind, start, text }, files) {
	const reader = files.find(({ path }) => path === file);
	if (kind === "config") return carriesSocket(reader, start, files);
	if (/fetch\([^\n]*$/.test(reader.text.slice(0, start))) return false;
	return (
		/ORIGIN|SOCKET|_WS/.test(text) ||
		/WebSocket|\bio\(|replace\(\/\^http/.test(reader.text)
	);
}

function isAddress(text, offset) {
	const value = text.slice(offset, text.indexOf("\n", offset));
	return /:\/\/|^\s*[:=]\s*["']?(?:localhost|[\w-]+(?:\.[\w-]+)+|\d{2,5}\b)/.test(
		value,
	);
}
