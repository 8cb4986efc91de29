import type { PackageManifest } from "../../facts/index.js";
import {
	itemsOf,
	malformationOf,
	memberOf,
	parseYaml,
	textOf,
} from "../yaml.js";

/** pnpm-workspace.yaml, as a manifest that has nothing but workspaces. Never throws. */
export function extractPnpmWorkspace(text: string): PackageManifest {
	const root = parseYaml(text);
	return {
		kind: "package",
		dependencies: {},
		scripts: [],
		workspaces: itemsOf(memberOf(root, "packages")).flatMap(
			(item) => textOf(item) ?? [],
		),
		entries: {},
		engines: {},
		...malformationOf(text, root),
	};
}
