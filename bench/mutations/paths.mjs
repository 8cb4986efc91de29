import { isSame, placesOf } from "./text.mjs";

const TAIL = String.raw`(\/(?!\/)(?:\$\{[^}]*\}|[^\s"'\x60?#)])*)`;

/** What a socket path looks like, by the kind of file it stands in: side, role, pattern. */
const PATTERNS = {
	client: [
		["client", "url", `wss?:\\/\\/(?:[\\w.-]+|\\$\\{[^}]+\\})(?::\\d+)?${TAIL}`],
		["client", "url", `\`[^\`\\n/]*(?:\\/\\/)?\\$\\{[^}]+\\}${TAIL}`],
		["client", "literal", `["'\`]${TAIL}(?=["'\`?])`],
	],
	env: [["client", "url", `wss?:\\/\\/[\\w.-]+(?::\\d+)?${TAIL}`]],
	compose: [["client", "url", `wss?:\\/\\/[\\w.-]+(?::\\d+)?${TAIL}`]],
	dockerfile: [["client", "url", `wss?:\\/\\/[\\w.-]+(?::\\d+)?${TAIL}`]],
	python: [
		["server", "route", `(?:\\.websocket|WebSocketRoute)\\(\\s*["']${TAIL}`],
		["server", "prefix", `\\bprefix=["']${TAIL}`],
	],
	server: [
		["server", "route", `\\bpath:\\s*["']${TAIL}`],
		["server", "route", `pathname === ["']${TAIL}`],
		["server", "namespace", `\\.of\\(["']${TAIL}`],
	],
	config: [
		["hop", "key", `["']\\^?(\\/[^"'\\n]*)["']\\s*:\\s*[{"']`],
		["hop", "target", `target:\\s*["']\\w+:\\/\\/[^/"']+${TAIL}`],
		["hop", "rewrite", "replace\\(\\/\\^\\\\(\\/[\\w-]+)"],
	],
	nginx: [
		["hop", "location", "location\\s+(?:[=~^*]+\\s+)?\\^?(\\/[\\w-][^\\s{]*)"],
		["hop", "target", "proxy_pass\\s+\\w+:\\/\\/[^/;\\s]+(\\/[^;\\s]*)"],
	],
	command: [],
};

/** A path's first literal segment, which another side states too, gets another name. */
export function prefixFlips(files) {
	const places = files.flatMap(pathPlaces);
	return places.flatMap((place) => {
		const segment = firstSegment(place.text);
		if (!segment || !hasCounterpart(place, segment.name, places)) return [];
		const start = place.start + segment.index;
		return [
			{
				op: `prefix ${place.role}`,
				edits: [{ ...place, start, end: start, text: "x" }],
				place,
			},
		];
	});
}

const SLASHED = new Set(["url", "literal", "route", "namespace"]);

/** A slash at the end of a path that another side states too comes or goes. */
export function slashFlips(files) {
	const places = files.flatMap(pathPlaces);
	return [
		...places.filter((place) => {
			const name = place.text.split("/").filter(Boolean).at(-1);
			return (
				SLASHED.has(place.role) &&
				name &&
				(hasCounterpart(place, name, places) || /[{}]$/.test(name)) &&
				places.some((other) => other.side !== place.side)
			);
		}),
		// A key or location ends before the path does, unless a client dials just it.
		...places.filter(
			(place) =>
				(place.role === "key" || place.role === "location") &&
				places.some(
					(other) => other.side === "client" && other.text === place.text,
				),
		),
	].map((place) => ({
		op: `slash ${place.role}`,
		edits: [
			place.text.endsWith("/") && place.text !== "/"
				? { ...place, start: place.end - 1, text: "" }
				: { ...place, start: place.end, text: "/" },
		],
		place,
	}));
}

/** Everywhere a file states a path that sockets take, or a part of one. */
export function pathPlaces(file) {
	const found = PATTERNS[file.kind].flatMap(([side, role, pattern]) =>
		placesOf(file, new RegExp(pattern, "g")).map((place) => ({
			...place,
			side,
			role,
		})),
	);
	return found.filter(
		(place, i) =>
			!isRequest(file, place) &&
			!(place.role === "key" && !forwardsUpgrades(file, place)) &&
			!found.some(
				(other, j) =>
					i !== j &&
					other.start <= place.start &&
					other.end >= place.end &&
					(j < i || !isSame(other, place)),
			),
	);
}

function isRequest({ text }, { start }) {
	const line = text.slice(text.lastIndexOf("\n", start) + 1, start);
	return /fetch\(|axios|import |from /.test(line);
}

/** Whether the entry after a proxy key is one for upgrades. */
function forwardsUpgrades({ text }, { end }) {
	return /^["']\s*:\s*(?:\{[^}]*(?:ws: true|["']wss?:)|["']wss?:)/.test(
		text.slice(end),
	);
}

function firstSegment(path) {
	const match = /(?<=\/)(?<![{$][^}]*)[A-Za-z][\w.-]*/.exec(path);
	return match ? { name: match[0], index: match.index } : undefined;
}

function hasCounterpart(place, segment, places) {
	return places.some(
		(other) =>
			other.side !== place.side && other.text.split("/").includes(segment),
	);
}
