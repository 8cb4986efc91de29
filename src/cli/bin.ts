#!/usr/bin/env node
import { readFileSync } from "node:fs";

/** Answered before anything is loaded: editors and scripts ask for it often (bench/start-up.mjs). */
const VERSION_FLAGS = ["--version", "-v"];

const argv = process.argv.slice(2);
if (argv.length === 1 && VERSION_FLAGS.includes(argv[0] ?? "")) {
	const manifest = readFileSync(
		new URL("../../../package.json", import.meta.url),
		"utf8",
	);
	process.stdout.write(`${JSON.parse(manifest).version}\n`);
} else {
	const { main } = await import("./main.js");
	process.exitCode = await main(argv);
}
