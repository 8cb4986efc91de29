// How much `wslint --version` costs beside node itself. Target: ratio at most 1.6.
import { fileURLToPath } from "node:url";
import { comparePairs, say } from "./pairs.mjs";

const PAIRS = Number(process.argv[2] ?? 30);
const bin = fileURLToPath(new URL("../dist/src/cli/bin.js", import.meta.url));
const node = process.execPath;

const figures = comparePairs(
	[node, bin, "--version"],
	[node, "-e", "0"],
	PAIRS,
);
console.log(say(["wslint --version", "node -e 0"], figures, PAIRS));
