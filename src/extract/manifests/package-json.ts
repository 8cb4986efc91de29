import type { Node } from "jsonc-parser";
import type { PackageManifest, Unreadable } from "../../facts/index.js";
import { nestsTooDeeply, TOO_DEEP } from "../../facts/nesting.js";
import {
	insideQuotes,
	memberOf,
	membersOf,
	parseJsonObject,
	plainValue,
	spanOf,
	stringMembersOf,
	stringOf,
	stringsOf,
} from "./json.js";

/** package.json. Spans of strings lie inside their quotes. Never throws. */
export function extractPackageManifest(
	text: string,
): PackageManifest | Unreadable {
	if (nestsTooDeeply(text)) return TOO_DEEP;
	const json = parseJsonObject(text);
	if (!json) return { kind: "unreadable", reason: "is not a JSON object" };
	const { root, ...malformed } = json;
	const name = stringOf(memberOf(root, "name"));
	const proxy = memberOf(root, "proxy");
	const proxied = stringOf(proxy);
	const config = memberOf(root, "wslint");
	const browserslist = browsersOf(memberOf(root, "browserslist"));
	return {
		kind: "package",
		...(name === undefined ? {} : { name }),
		dependencies: dependenciesOf(root),
		scripts: scriptsOf(memberOf(root, "scripts")),
		workspaces: workspacesOf(memberOf(root, "workspaces")),
		...(proxy && proxied !== undefined
			? { proxy: { value: proxied, at: insideQuotes(proxy) } }
			: {}),
		entries: entriesOf(root),
		...(browserslist ? { browserslist } : {}),
		engines: stringMembersOf(memberOf(root, "engines")),
		...(config
			? { config: { value: plainValue(config), at: spanOf(config) } }
			: {}),
		...malformed,
	};
}

function dependenciesOf(root: Node): PackageManifest["dependencies"] {
	// What is installed for production overrides a development entry.
	const fields = [
		"devDependencies",
		"optionalDependencies",
		"peerDependencies",
		"dependencies",
	];
	return Object.fromEntries(
		fields.flatMap((field) =>
			Object.entries(stringMembersOf(memberOf(root, field))).map(
				([name, range]) => [name, { range, dev: field === "devDependencies" }],
			),
		),
	);
}

function scriptsOf(scripts: Node | undefined): PackageManifest["scripts"] {
	return membersOf(scripts).flatMap(({ key, value }) => {
		const command = stringOf(value);
		return command === undefined
			? []
			: [{ name: key, command, at: insideQuotes(value) }];
	});
}

/** npm and yarn: a list; yarn also `{ packages: […] }`. */
function workspacesOf(workspaces: Node | undefined): readonly string[] {
	return stringsOf(
		workspaces?.type === "object"
			? memberOf(workspaces, "packages")
			: workspaces,
	);
}

/** `main`, `module`, `types`, `source`, `browser` by name; `exports` by subpath (`.`, `./client`). */
function entriesOf(root: Node): Record<string, string> {
	const entries: [string, string][] = [];
	for (const field of ["source", "main", "module", "types", "browser"]) {
		const path = stringOf(memberOf(root, field));
		if (path !== undefined) entries.push([field, path]);
	}
	const exported = memberOf(root, "exports");
	const subpaths = membersOf(exported).filter(({ key }) => key.startsWith("."));
	if (exported && subpaths.length === 0)
		subpaths.push({ key: ".", value: exported });
	for (const { key, value } of subpaths) {
		const path = targetOf(value);
		if (path !== undefined) entries.push([key, path]);
	}
	return Object.fromEntries(entries);
}

/** Nearest to the source first. */
const CONDITIONS = [
	...["source", "development", "import", "module", "browser"],
	...["default", "node", "require", "types"],
];

function targetOf(node: Node | undefined): string | undefined {
	if (node?.type === "array")
		return node.children?.map(targetOf).find((path) => path !== undefined);
	for (const condition of CONDITIONS) {
		const found = memberOf(node, condition);
		const path = found && targetOf(found);
		if (path !== undefined) return path;
	}
	return stringOf(node);
}

/** A list, one query, or lists per environment, of which production counts. */
function browsersOf(node: Node | undefined): string[] | undefined {
	if (!node) return undefined;
	return stringsOf(
		node.type === "object"
			? (memberOf(node, "production") ?? membersOf(node)[0]?.value)
			: node,
	);
}
