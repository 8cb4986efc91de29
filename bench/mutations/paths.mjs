import { isSame, placesOf } from "./text.mjs";

const TAIL = String.raw`(\/(?!\/)(?:\$\{[^}]*\}|[^\s"'\x60?#)])*)`;

/** What a socket path looks like, by the kind of file it stands in: side, role, pattern. */
const PATTERNS = {
	client: [
		[
			"client",
			"url",
			`wss?:\\/\\/(?:[\\w.-]+|\\$\\{[^}]+\\})(?::\\d+)?${TAIL}`,
		],
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
	return places.filter(carries(files)).flatMap((place) => {
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

/** Of the places in a proxy's configuration, those in an entry that carries a socket. */
function carries(files) {
	return (place) =>
		!["config", "nginx"].includes(place.kind) ||
		carriesSocket(
			files.find(({ path }) => path === place.file),
			place.start,
			files,
		);
}

const SLASHED = new Set(["url", "literal", "route", "namespace"]);

/** A slash at the end of a path that another side states too comes or goes. */
export function slashFlips(files) {
	const places = files.flatMap(pathPlaces);
	const ends = places.filter(({ side }) => side !== "hop");
	return [
		...places.filter((place) => {
			const name = place.text.split("/").filter(Boolean).at(-1);
			return (
				SLASHED.has(place.role) &&
				name &&
				(hasCounterpart(place, name, ends) ||
					(/[{}]$/.test(name) && ends.some((other) => isAcross(place, other))))
			);
		}),
		// A key or location ends before the path does, unless a client dials just it.
		...places.filter(
			(place) =>
				(place.role === "key" || place.role === "location") &&
				carries(files)(place) &&
				places.some(
					(other) => other.side === "client" && other.text === place.text,
				),
		),
	].map((place) => ({
		op: `slash ${place.role}`,
		edits: [slashEdit(place)],
		place,
	}));
}

/** The slash goes before a query that stands in a variable. */
function slashEdit(place) {
	const end =
		place.end - (/(?<!\/)\$\{[^}]*\}$/.exec(place.text)?.[0].length ?? 0);
	return place.text.endsWith("/") && place.text !== "/"
		? { ...place, start: end - 1, end, text: "" }
		: { ...place, start: end, end, text: "/" };
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

/** What a dev server's configuration or nginx forwards, in its order of trial: `{ covers(path), start, end }`. */
function entriesOf({ text, kind }) {
	return kind === "nginx" ? locationsOf(text) : upgradeEntriesOf(text);
}

/** The proxy entries that forward upgrades: the first that covers a path takes it. */
function upgradeEntriesOf(text) {
	const entry =
		/["'](\^?\/[^"'\n]*)["']\s*:\s*(?:\{[^{}]*(?:ws: true|["']wss?:)[^{}]*\}|["']wss?:[^"']*["'])/g;
	return [...text.matchAll(entry)].map((match) => ({
		covers: (path) =>
			match[1].startsWith("^")
				? new RegExp(match[1]).test(path)
				: path.startsWith(match[1]),
		start: match.index,
		end: match.index + match[0].length,
	}));
}

/** nginx's locations: regular expressions in order, then prefixes from the longest on. */
function locationsOf(text) {
	const location = /location\s+([=~^*]*)\s*(\S+)\s*\{[^{}]*\}/g;
	return [...text.matchAll(location)]
		.map(([whole, modifier, pattern], i, all) => ({
			rank: modifier.startsWith("~") ? i - all.length : 1 / pattern.length,
			covers: (path) =>
				modifier.startsWith("~")
					? new RegExp(pattern).test(path)
					: path.startsWith(pattern),
			start: text.indexOf(whole),
			end: text.indexOf(whole) + whole.length,
		}))
		.sort((a, b) => a.rank - b.rank);
}

/**
 * Whether an offset lies in the entry or location that carries a socket: the
 * first that covers a path dialled at the page's own origin.
 */
export function carriesSocket(file, offset, files) {
	const dialled = files.flatMap(({ kind, text }) =>
		kind === "client" ? ownPaths(text) : [],
	);
	const entries = entriesOf(file);
	return dialled.some((path) => {
		const first = entries.find(({ covers }) => covers(path));
		return first && first.start <= offset && offset < first.end;
	});
}

/** Paths a client dials at its own origin, with `x` for what it fills in. */
function ownPaths(text) {
	const tails = [...text.matchAll(new RegExp(`["'\`}]${TAIL}`, "g"))].map(
		([, path]) => path.replace(/\$\{[^}]*\}/g, "x"),
	);
	return /\bio\(/.test(text) ? [...tails, "/socket.io/"] : tails;
}

function firstSegment(path) {
	const match = /(?<=\/)(?<![{$][^}]*)[A-Za-z][\w.-]*/.exec(path);
	return match ? { name: match[0], index: match.index } : undefined;
}

function hasCounterpart(place, segment, places) {
	return places.some(
		(other) =>
			isAcross(place, other) && other.text.split("/").includes(segment),
	);
}

/** Another side of the same wiring; what a public name serves is no side of it. */
function isAcross(place, other) {
	return other.side !== place.side && !isFar(place) && !isFar(other);
}

function isFar({ whole }) {
	return /^wss?:\/\/[\w.-]+\.[a-z]{2,}/.test(whole);
}
