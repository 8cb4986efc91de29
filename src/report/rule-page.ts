import type { Colors } from "./colors.js";
import { wrap } from "./screen-text.js";

const MARKER = /\s*(?:\/\/|#|<!--|\/\*|\{\/\*)\s*wslint-expect:.*$/;

/** A rule's Markdown page for a terminal: headings bold, code as it is, test markers left out. */
export function renderPage(
	page: string,
	colors: Colors,
	width: number,
): string {
	const lines: string[] = [];
	let paragraph = "";
	let fenced = false;
	const flush = () => {
		const indent = /^(?:[-*]|\d+\.) /.test(paragraph) ? "  " : "";
		const wrapped = wrap(paragraph, Math.min(width, 100));
		lines.push(
			...wrapped.map((line, i) =>
				inline(i === 0 ? line : indent + line, colors),
			),
		);
		paragraph = "";
	};
	for (const line of page.split(/\r?\n/)) {
		if (/^\s*(?:```|~~~)/.test(line)) {
			flush();
			fenced = !fenced;
		} else if (fenced) {
			if (!(MARKER.test(line) && line.replace(MARKER, "").trim() === ""))
				lines.push(colors.dim(`    ${line.replace(MARKER, "")}`));
		} else if (/^#{1,6} /.test(line)) {
			flush();
			lines.push(colors.bold(inline(line.replace(/^#+ /, ""), colors)));
		} else if (line.trim() === "") {
			flush();
			lines.push("");
		} else if (/^\s*(?:[-*]|\d+\.) |^\|/.test(line)) {
			flush();
			paragraph = line;
		} else paragraph = paragraph === "" ? line : `${paragraph} ${line.trim()}`;
	}
	flush();
	return `${lines
		.join("\n")
		.replace(/\n{3,}/g, "\n\n")
		.trim()}\n`;
}

function inline(line: string, colors: Colors): string {
	return line
		.replace(/`([^`]+)`/g, (_, code: string) => colors.cyan(code))
		.replace(/\*\*([^*]+)\*\*/g, (_, loud: string) => colors.bold(loud));
}
