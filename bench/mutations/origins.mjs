import { freePort } from "./ports.mjs";
import { placesOf } from "./text.mjs";

const ENTRY = /(?<=["',])(https?:\/\/[\w.-]+(?::\d+)?)(?=["',])/g;

/** An origin in a server's list: its port, its host, its scheme, and a slash at its end. */
export function originFlips(files) {
	const stated = files.map(({ text }) => text).join("\n");
	const pages = pagePorts(files);
	return files.flatMap((file) =>
		placesOf(file, ENTRY)
			.filter((place) => isOriginEntry(file, place.start))
			.flatMap((place) => {
				const [, scheme, host, port] = /^(\w+):\/\/([\w.-]+):?(\d*)$/.exec(
					place.text,
				);
				const flip = (op, text) => ({
					op: `origin ${op}`,
					edits: [{ ...place, text }],
					place,
				});
				const slash = flip("slash", `${place.text}/`);
				if (!pages.has(port)) return [slash];
				const other = host === "localhost" ? "127.0.0.1" : "localhost";
				return [
					slash,
					flip("port", `${scheme}://${host}:${freePort(port, stated)}`),
					flip("host", `${scheme}://${other}:${port}`),
					flip(
						"scheme",
						`${scheme === "http" ? "https" : "http"}://${host}:${port}`,
					),
				];
			}),
	);
}

/** Whether the text before an offset, on its line, speaks of origins. */
export function isOriginEntry({ text }, offset) {
	const line = text.slice(text.lastIndexOf("\n", offset) + 1, offset);
	return /origins?\b|cors|ALLOWED|KNOWN/i.test(line);
}

/** The ports pages are served at: the tool's own, or those the project names. */
export function pagePorts(files) {
	const ports = new Set();
	const all = files.map(({ text }) => text).join("\n");
	if (/"vite"/.test(all)) ports.add("5173");
	if (/vite preview/.test(all)) ports.add("4173");
	if (/"next"|"react-scripts"/.test(all)) ports.add("3000");
	for (const { kind, text } of files) {
		if (kind === "config")
			for (const [port] of text.matchAll(/(?<=\bport:[^,;\n}]*)\b\d{4,5}\b/g))
				ports.add(port);
		if (kind === "command" || kind === "compose")
			for (const [, port] of text.matchAll(/\bvite\b[^"\n]*--port (\d+)/g))
				ports.add(port);
		if (kind === "compose")
			for (const [, port] of text.matchAll(/"(\d+):(?:80|5173)"/g))
				ports.add(port);
		if (kind === "nginx")
			for (const [, port] of text.matchAll(/^\s*listen\s+(\d+)/gm))
				ports.add(port);
	}
	return ports;
}
