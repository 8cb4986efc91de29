/**
 * A workspace glob as a regular expression on whole paths: `*` and `?` within a
 * segment, `**` across segments, `{a,b}`. Anything else stands for itself.
 */
export function globToRegExp(glob: string): RegExp {
	let depth = 0;
	const source = glob.replace(
		/\*\*\/|\/\*\*$|\*\*|[*?{},]|[.+^$()|[\]\\]/g,
		(token) => {
			switch (token) {
				case "**/":
					return "(?:[^/]+/)*";
				case "/**":
					return "(?:/.+)?";
				case "**":
					return ".*";
				case "*":
					return "[^/]*";
				case "?":
					return "[^/]";
				case "{":
					depth++;
					return "(?:";
				case "}":
					if (depth === 0) return "\\}";
					depth--;
					return ")";
				case ",":
					return depth > 0 ? "|" : ",";
				default:
					return `\\${token}`;
			}
		},
	);
	return new RegExp(`^${source}${")".repeat(depth)}$`);
}
