import type { LockFile } from "../../facts/index.js";

/** Packages whose installed version decides what a dev server or server does. */
const PACKAGES = [
	"vite",
	"next",
	"nuxt",
	"nitropack",
	"astro",
	"react-scripts",
	"@vue/cli-service",
	"@sveltejs/kit",
	"socket.io",
	"socket.io-client",
	"ws",
	"express",
	"fastapi",
	"starlette",
	"uvicorn",
	"websockets",
	"wsproto",
] as const;

/**
 * Installed versions of the packages that matter, from package-lock.json,
 * npm-shrinkwrap.json, yarn.lock, pnpm-lock.yaml, poetry.lock, uv.lock,
 * Pipfile.lock. Read by pattern: a lockfile may be megabytes.
 */
export function extractLockFile(text: string): LockFile {
	const versions: Record<string, string> = {};
	for (const name of PACKAGES) {
		const version = versionOf(text, name);
		if (version) versions[name] = version;
	}
	return { kind: "lockfile", versions };
}

function versionOf(text: string, name: string): string | undefined {
	if (!text.includes(name)) return undefined;
	const n = name.replace(/[/.]/g, "\\$&");
	for (const pattern of [
		// npm: "node_modules/vite": { "version": "5.4.0"
		`"node_modules/${n}":\\s*\\{\\s*"version":\\s*"([^"]+)"`,
		// npm 6 and Pipfile.lock: "vite": { … "version": "==5.4.0"
		`"${n}":\\s*\\{[^{}]*?"version":\\s*"=*([^"]+)"`,
		// yarn: vite@^5.0.0:\n  version "5.4.0" (or version: 5.4.0)
		`^"?${n}@[^\\n]*:\\n\\s+version:? "?([^"\\s]+)`,
		// pnpm: /vite@5.4.0(…): or vite@5.4.0:
		`^\\s+'?/?${n}[@/](\\d[^(:'_\\s]*)[^\\n]*:$`,
		// poetry, uv: name = "fastapi"\nversion = "0.115.0"
		`name = "${n}"\\nversion = "([^"]+)"`,
	]) {
		const found = new RegExp(pattern, "m").exec(text);
		if (found?.[1]) return found[1];
	}
	return undefined;
}
