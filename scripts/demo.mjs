// Lints a bundled app in the state of its incident report, as a user would: `npm run demo [-- 002] [-- options]`.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const [incident = "002", ...options] = process.argv.slice(2);
const app = join(root, "fixtures", "incidents", incident, "before");
const bin = join(root, "dist", "src", "cli", "bin.js");
if (!existsSync(bin)) {
	console.error("demo: wslint is not built yet (npm ci, or npm run build)");
	process.exit(2);
}
if (!existsSync(app)) {
	console.error(`demo: there is no bundled app ${incident}`);
	process.exit(2);
}
console.log(`$ npx wslint --root fixtures/incidents/${incident}/before\n`);
const { status } = spawnSync(
	process.execPath,
	[bin, "--root", app, ...options],
	{ stdio: "inherit" },
);
// The app is broken on purpose: findings are what the demo shows, only a failure of wslint itself is one.
process.exitCode = status === null || status > 1 ? (status ?? 3) : 0;
