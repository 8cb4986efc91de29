import { placesOf } from "./text.mjs";

/** `ws: true` goes, or says false. */
export function upgradeFlips(files) {
	return files
		.filter(({ kind }) => kind === "config")
		.flatMap((file) => [
			...placesOf(file, /(,?\s*\bws: true)/g).map((place) => ({
				op: "ws removed",
				edits: [{ ...place, text: place.text.replace(/[^\n]/g, " ") }],
				place: { ...place, start: place.end },
			})),
			...placesOf(file, /\bws: (true)/g).map((place) => ({
				op: "ws false",
				edits: [{ ...place, text: "false" }],
				place,
			})),
		]);
}
