/**
 * Module specifiers told from a file's text by pattern. Strings and comments
 * that look like imports are included: whoever asks resolves them, and what is
 * no file resolves to nothing.
 */
export function javascriptSpecifiers(text: string): readonly string[] {
	const found = new Set<string>();
	for (const [, specifier] of text.matchAll(JAVASCRIPT))
		if (specifier) found.add(specifier);
	for (const [, source] of text.matchAll(SCRIPT_TAG))
		if (source)
			found.add(
				source.startsWith(".") ? source : `./${source.replace(/^\//, "")}`,
			);
	return [...found];
}

const JAVASCRIPT =
	/\b(?:from|import|require)\s*\(?\s*(?:\/\*[^*]*\*\/\s*)?["'`]([^"'`\n]+)["'`]/g;

/** `<script src="/src/main.ts">`: a rooted path is one below the page's folder. */
const SCRIPT_TAG = /<script[^>]*\ssrc=["']([^"':]+)["']/g;

/** `from a import b` gives `a` and `a.b`, since `b` may be a module. */
export function pythonSpecifiers(text: string): readonly string[] {
	const found = new Set<string>();
	for (const [, from, names, modules] of text.matchAll(PYTHON)) {
		if (from === undefined) {
			for (const module of namesIn(modules ?? "")) found.add(module);
			continue;
		}
		found.add(from);
		for (const name of namesIn(names ?? ""))
			found.add(from.endsWith(".") ? from + name : `${from}.${name}`);
	}
	return [...found];
}

const PYTHON =
	/^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]+)|import[ \t]+([^\n#]+))/gm;

function namesIn(list: string): readonly string[] {
	return list
		.replace(/[()\\]/g, " ")
		.split(",")
		.flatMap((part) => /^\s*([.\w]+)/.exec(part)?.[1] ?? []);
}
