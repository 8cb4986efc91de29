import { parse } from "yaml";
import type { PackageManifest } from "../../facts/index.js";

/** pnpm-workspace.yaml, as a manifest that has nothing but workspaces. Never throws. */
export function extractPnpmWorkspace(text: string): PackageManifest {
	return {
		kind: "package",
		dependencies: {},
		scripts: [],
		workspaces: packagesIn(text),
		entries: {},
		engines: {},
	};
}

function packagesIn(text: string): string[] {
	try {
		const parsed: unknown = parse(text, { logLevel: "silent" });
		if (typeof parsed !== "object" || parsed === null) return [];
		if (!("packages" in parsed) || !Array.isArray(parsed.packages)) return [];
		return parsed.packages.filter((glob) => typeof glob === "string");
	} catch {
		return [];
	}
}
