import { isOriginEntry } from "./origins.mjs";
import { carriesSocket } from "./paths.mjs";
import { portPlaces } from "./ports.mjs";
import { placesOf } from "./text.mjs";

const URL = /\b(wss?|https?)(?=:\/\/(?:[\w.-]+|\$\{))/g;
const SECURE = { ws: "wss", wss: "ws", http: "https", https: "http" };

/** The scheme of an address turns, or is dropped; what derives it from the page stops doing so. */
export function schemeFlips(files) {
	const listens = new Set(
		files
			.flatMap(portPlaces)
			.filter(({ side }) => side !== "dial" && side !== "origin")
			.map(({ text }) => text),
	);
	return files.flatMap((file) => [
		...placesOf(file, URL)
			.filter((place) => isSocketAddress(file, place, files))
			.flatMap((place) => addressFlips(file, place, listens)),
		...derivations(file),
	]);
}

function addressFlips(file, place, listens) {
	const role = isTarget(file, place) ? "target" : "address";
	const flip = (op, edit) => ({
		op: `scheme ${role} ${op}`,
		edits: [{ ...place, ...edit }],
		place,
	});
	const host = /^:\/\/([\w.-]+)(?::(\d+))?/.exec(file.text.slice(place.end));
	const dropped = flip("dropped", { end: place.end + 3, text: "" });
	// Which scheme somebody else's server speaks, nobody here says; a public one is asked for TLS.
	const known =
		listens.has(host?.[2]) ||
		(role === "address" && isPublic(host?.[1]) && place.text.endsWith("s"));
	return known
		? [flip("turned", { text: SECURE[place.text] }), dropped]
		: [dropped];
}

function isPublic(host) {
	return host !== undefined && /\.[a-z]{2,}$/i.test(host);
}

function isTarget({ text, kind }, { start }) {
	const line = text.slice(text.lastIndexOf("\n", start) + 1, start);
	return kind === "config" || (kind === "nginx" && /proxy_pass/.test(line));
}

/** Whether sockets are opened with the address at a place: by its scheme, as a proxy's target, or by those who read its key. */
export function isSocketAddress(file, place, files) {
	if (isOriginEntry(file, place.start) || file.kind === "server") return false;
	if (isTarget(file, place)) return carriesSocket(file, place.start, files);
	if (place.text.startsWith("ws")) return true;
	const line = file.text.slice(
		file.text.lastIndexOf("\n", place.start) + 1,
		place.start,
	);
	const key = /([A-Z][A-Z0-9_]+)\s*[=:]\s*["']?$/.exec(line)?.[1];
	if (!key) return false;
	const readers = files.filter(
		({ kind, text }) =>
			kind === "client" &&
			text
				.split("\n")
				.some((l) => l.includes(`env.${key}`) && !/fetch\(/.test(l)),
	);
	return readers.some(({ text }) =>
		new RegExp(`\\bio\\([^)]*env\\.${key}|replace\\(/\\^http/`).test(text),
	);
}

const DERIVATIONS = [
	[/["'](wss)(:?)["']\s*:\s*["']ws\2["']/g, "ws", "not derived"],
	[/protocol === ["'](https:)["']/g, "https", "colon lost"],
	[/replace\(\/\^http\/, ["'](ws)["']\)/g, "wss", "doubled"],
	[/\.replace\(["']http["'], ["'](ws)["']\)/g, "wss", "doubled"],
];

function derivations(file) {
	return DERIVATIONS.flatMap(([pattern, text, op]) =>
		placesOf(file, pattern).map((place) => ({
			op: `scheme ${op}`,
			edits: [{ ...place, text }],
			place,
		})),
	);
}
