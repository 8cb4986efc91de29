/** Files whose text says nothing about the wiring that runs: prose, locks, types, files put away. */
const SILENT = /(\.md|\.d\.ts|\.bak|lock\.json|lock\.yaml|requirements\.txt)$/;

const KINDS = [
	["env", /(^|\/)\.env[^/]*$/],
	["compose", /(^|\/)(docker-)?compose[^/]*\.ya?ml$/],
	["dockerfile", /(^|\/)Dockerfile[^/]*$/],
	["nginx", /\.conf$/],
	["command", /(^|\/)(Procfile|Makefile|package\.json)$|\.sh$/],
	["python", /\.py$/],
	["config", /(^|\/)(vite|svelte|next|vue|nuxt)\.config\.[cm]?[jt]s$/],
	["script", /\.(vue|svelte|[cm]?[jt]sx?)$/],
];

const SERVER =
	/from "(node:)?https?"|from '(node:)?https?'|WebSocketServer|from ["'](socket\.io|express)["']/;

/**
 * The files of a project that its wiring stands in: `{ path, kind, text }`,
 * comments blanked out. A script that makes a server is of the kind `server`,
 * any other of the kind `client`.
 */
export function wiringFiles(files) {
	return [...files].flatMap(([path, raw]) => {
		const kind = KINDS.find(([, pattern]) => pattern.test(path))?.[0];
		if (!kind || SILENT.test(path)) return [];
		const text = blankComments(raw, kind);
		if (kind !== "script") return [{ path, kind, text }];
		return [{ path, kind: SERVER.test(text) ? "server" : "client", text }];
	});
}

function blankComments(text, kind) {
	const comment = ["script", "config"].includes(kind)
		? /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/gm
		: /(?<=^|\s)#.*/gm;
	return text.replace(comment, (found) => found.replace(/[^\n]/g, " "));
}

/** The places where `pattern` finds its first group (or `group`): `{ file, kind, start, end, text, whole }`. */
export function placesOf(file, pattern, group = 1) {
	const indexed = new RegExp(pattern.source, `${pattern.flags}d`);
	return [...file.text.matchAll(indexed)].flatMap((match) => {
		const span = match.indices[group];
		if (!span) return [];
		const [start, end] = span;
		return [
			{
				file: file.path,
				kind: file.kind,
				start,
				end,
				text: match[group],
				whole: match[0],
			},
		];
	});
}

/** Line of an offset, from 1. */
export function lineOf(text, offset) {
	return text.slice(0, offset).split("\n").length;
}

/** Whether two places are the same characters. */
export function isSame(a, b) {
	return a.file === b.file && a.start === b.start;
}
