// Share of the connection call sites that wslint resolves: `node bench/coverage.mjs [--json FILE] FOLDER...`.
// The sites are counted by syntax alone (coverage/sites.mjs); a site that wslint does not list counts as unresolved.
// The scenario is a checkout set up as it says itself: example env files copied, nothing else supplied from outside.
import { writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { listSites } from "./coverage/sites.mjs";
import { better, standingOf } from "./coverage/standing.mjs";

const args = process.argv.slice(2);
const json = args[0] === "--json" ? args.splice(0, 2)[1] : undefined;
if (args.length === 0) {
	console.error("usage: node bench/coverage.mjs [--json FILE] FOLDER...");
	process.exit(2);
}
const built = (path) => import(new URL(`../dist/src/${path}`, import.meta.url));
const { analyse } = await built("pipeline.js");
const { workTree } = await built("tree/index.js");
const { treeOf } = await built("tree/tree.js");
const { envFileRole } = await built("discover/env-file.js");
const { linesOfTree } = await built("engine/lines.js");

const rows = [];
for (const folder of args) rows.push(...(await judge(resolve(folder))));
report(rows);
if (json) writeFileSync(json, JSON.stringify(rows, null, "\t"));

/** The sites of a folder, each with how far wslint knows it. */
async function judge(folder) {
	const sites = listSites(folder);
	if (sites.length === 0) return [];
	const tree = withExamplesCopied(workTree(folder));
	const { graph } = await analyse(tree, {});
	const linesOf = linesOfTree(tree);
	const seen = new Map();
	for (const connection of graph.connections) {
		const { file, span } = connection.at;
		const key = `${file}:${linesOf(file)?.lineOf(span[0])}`;
		seen.set(key, better(seen.get(key), standingOf(connection)));
	}
	return sites.map((site) => ({
		project: basename(folder),
		...site,
		...(seen.get(`${site.file}:${site.line}`) ?? {
			standing: "unseen",
			reason: "wslint does not list the call",
		}),
	}));
}

/** The tree after `cp .env.example .env`, wherever no such file is there. */
function withExamplesCopied(tree) {
	const copies = new Map();
	for (const path of tree.paths) {
		const { role, of } = envFileRole(path);
		if (role === "example" && !tree.has(of) && !copies.has(of))
			copies.set(of, path);
	}
	return treeOf({
		root: tree.root,
		paths: [...tree.paths, ...copies.keys()].sort(),
		skipped: tree.skipped,
		ignored: new Set([...tree.ignored, ...copies.keys()]),
		read: (path, limit) => tree.read(copies.get(path) ?? path, limit),
		id: (path) => tree.id(copies.get(path) ?? path),
	});
}

function report(rows) {
	const of = (...standings) =>
		rows.filter((row) => standings.includes(row.standing));
	const share = (some) =>
		`${some.length} of ${rows.length} (${((100 * some.length) / rows.length).toFixed(1)} %)`;
	for (const row of rows)
		if (!["concrete", "pattern"].includes(row.standing))
			console.log(
				`${row.project} ${row.file}:${row.line}\n\t${row.standing}: ${row.reason}\n\t${row.text}`,
			);
	console.log(`resolved: ${share(of("concrete", "pattern"))}`);
	console.log(`  wholly concrete: ${share(of("concrete"))}`);
	console.log(`  an id of run time inside the path: ${share(of("pattern"))}`);
	console.log(`not resolved: ${share(of("open", "unseen"))}`);
	console.log(`  listed by wslint, with a reason: ${share(of("open"))}`);
	console.log(`  not listed: ${share(of("unseen"))}`);
}
