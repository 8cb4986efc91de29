// A whole lint beside oxlint with one rule on the same tree: `node bench/lint.mjs FOLDER [PAIRS]`. Target: ratio at most 1.0.
import { fileURLToPath } from "node:url";
import { comparePairs, say } from "./pairs.mjs";

const [folder, pairs = "11"] = process.argv.slice(2);
if (!folder) {
	console.error("usage: node bench/lint.mjs FOLDER [PAIRS]");
	process.exit(2);
}
const local = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const figures = comparePairs(
	[process.execPath, local("dist/src/cli/bin.js"), "--root", folder],
	[
		process.execPath,
		local("node_modules/oxlint/bin/oxlint"),
		"--allow=all",
		"--deny=no-debugger",
		folder,
	],
	Number(pairs),
);
console.log(say(["wslint", "oxlint (one rule)"], figures, Number(pairs)));
