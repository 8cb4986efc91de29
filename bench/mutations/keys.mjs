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

/** A key that one place sets and another reads: renamed at either, or everywhere without its public prefix. */
export function keyFlips(files) {
	const sets = files.flatMap((file) =>
		(SETS[file.kind] ?? []).flatMap((pattern) => placesOf(file, pattern)),
	);
	const reads = files.flatMap((file) =>
		["client", "server", "config", "python"].includes(file.kind)
			? READS.flatMap((pattern) => placesOf(file, pattern))
			: [],
	);
	const both = (place) =>
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
