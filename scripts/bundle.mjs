// Joins the compiled modules behind the command and the API into few files: node spends a third of a
// small lint on opening hundreds of modules. What is loaded on demand stays apart, dependencies stay outside.
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const entries = ["src/cli/bin", "src/index"];

const bundle = await rolldown({
	input: Object.fromEntries(entries.map((name) => [name, `${dist}${name}.js`])),
	platform: "node",
	external: (id) => !/^([./]|[A-Za-z]:)/.test(id),
});
await bundle.write({
	dir: dist,
	entryFileNames: "[name].js",
	chunkFileNames: "chunks/[name]-[hash].js",
});
await bundle.close();
