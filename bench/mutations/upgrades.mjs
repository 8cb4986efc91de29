import { carriesSocket } from "./paths.mjs";
import { placesOf } from "./text.mjs";

/** Where it carries a socket, `ws: true` goes, or says false. */
export function upgradeFlips(files) {
	return files
		.filter(({ kind }) => kind === "config")
		.flatMap((file) =>
			flipsOf(file).filter(({ place }) =>
				carriesSocket(file, place.start, files),
			),
		);
}

function flipsOf(file) {
	return [
		...placesOf(file, /(,?\s*\bws: true)/g).map((place) => ({
			op: "ws removed",
			edits: [{ ...place, text: place.text.replace(/[^\n]/g, " ") }],
			place: { ...place, start: place.end - 1 },
		})),
		...placesOf(file, /\bws: (true)/g).map((place) => ({
			op: "ws false",
			edits: [{ ...place, text: "false" }],
			place,
		})),
	];
}
