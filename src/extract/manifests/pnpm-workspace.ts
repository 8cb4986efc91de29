import type { PackageManifest } from "../../facts/index.js";
import { malformationOf, memberOf, parseYaml, textsOf } from "../yaml.js";

/** pnpm-workspace.yaml, as a manifest that has nothing but workspaces. Never throws. */
export function extractPnpmWorkspace(text: string): PackageManifest {
	const root = parseYaml(text);
	return {
		kind: "package",
		dependencies: {},
		scripts: [],
		workspaces: textsOf(memberOf(root, "packages")),
		entries: {},
		engines: {},
		...malformationOf(root),
	};
}
