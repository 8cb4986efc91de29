/** A route of Django's URL language: how it is shown, and the regular expression it stands for. */
export interface DjangoPattern {
	/** As a client dials it, with `{name}` for parameters: `/ws/chat/{room}/`. */
	readonly shown: string;
	/** For the path without the slashes at its start; anchored as Django anchors it. */
	readonly source: string;
}

/** Django's path converters; one of the project's own may match anything. */
const CONVERTERS: Readonly<Record<string, string>> = {
	str: "[^/]+",
	int: "[0-9]+",
	slug: "[-a-zA-Z0-9_]+",
	uuid: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
	path: ".+",
};

/** `path("ws/<str:room>/")`: the whole rest of the path, or its start when routes follow below it. */
export function pathPattern(route: string, endpoint: boolean): DjangoPattern {
	const parts = route.split(/(<[^>]*>)/);
	const parameter = (part: string) => /^<(?:(\w+):)?(\w+)>$/.exec(part);
	return {
		shown: parts
			.map((part) => {
				const name = parameter(part)?.[2];
				return name === undefined ? part : `{${name}}`;
			})
			.join(""),
		source: `^${parts
			.map((part) => {
				const found = parameter(part);
				return found
					? (CONVERTERS[found[1] ?? "str"] ?? ".+")
					: part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
			})
			.join("")}${endpoint ? "$" : ""}`,
	};
}

/**
 * `re_path(r"^ws/(?P<room>\w+)/$")`: searched for, so it is anchored only where
 * it says so. Undefined when JavaScript has no such expression.
 */
export function regexPattern(route: string): DjangoPattern | undefined {
	const source = route
		.replace(/\(\?P<\w+>/g, "(?:")
		.replace(/\\Z$/, "$")
		.replace(/^\\A/, "^");
	try {
		new RegExp(source);
	} catch {
		return undefined;
	}
	return { shown: shownRegex(route), source };
}

/** The expression as a path: groups become parameters, anchors go. */
export function shownRegex(regex: string): string {
	let shown = "";
	let rest = regex.replace(/^(?:\^|\\A)/, "").replace(/(?:\$|\\Z)$/, "");
	let count = 0;
	while (rest !== "") {
		const group = rest.startsWith("(") ? groupLength(rest) : 0;
		const piece =
			group > 0
				? rest.slice(0, group)
				: (/^(?:\[[^\]]*\]|\\[wdSs]|\.)(?:[*+?]|\{[^}]*\})*/.exec(rest)?.[0] ??
					"");
		const literalDot = rest.startsWith(".") && !/^\.[*+]/.test(rest);
		if (piece !== "" && !literalDot) {
			const name = /^\(\?P?<(\w+)>/.exec(piece)?.[1] ?? `p${++count}`;
			shown += `{${name}}`;
			rest = rest.slice(piece.length).replace(/^(?:[*+?]|\{\d[^}]*\})/, "");
		} else {
			const escaped = /^\\(.)/.exec(rest);
			const optional = /^\/\?/.test(rest);
			shown += optional ? "" : (escaped?.[1] ?? rest[0] ?? "");
			rest = rest.slice(optional || escaped ? 2 : 1);
		}
	}
	return shown;
}

/** UTF-16 length of the group at the start, quantifier left out; 0 when it is not closed. */
function groupLength(text: string): number {
	let depth = 0;
	for (let i = 0; i < text.length; i++) {
		if (text[i] === "\\") i++;
		else if (text[i] === "(") depth++;
		else if (text[i] === ")" && --depth === 0) return i + 1;
	}
	return 0;
}

/**
 * Matcher of nested routes: each takes the start of what the one before left
 * over, without the slashes at its start (`URLRouter` strips them).
 */
export function djangoMatcher(
	patterns: readonly DjangoPattern[],
): (path: string) => boolean {
	const expressions = patterns.map((p) => new RegExp(p.source, "s"));
	return (path) => {
		let rest = path.replace(/[?#].*$/s, "");
		for (const expression of expressions) {
			rest = rest.replace(/^\/+/, "");
			const match = expression.exec(rest);
			if (!match) return false;
			rest = rest.slice(match.index + match[0].length);
		}
		return true;
	};
}
