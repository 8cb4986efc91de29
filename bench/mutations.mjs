// Breaks wiring that works, one place at a time, and counts how often the rule that names the fault reports it:
// `node bench/mutations.mjs [--only KIND] [--project NAME] [--json FILE] [--dist FOLDER] [--all]`.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { keyFlips } from "./mutations/keys.mjs";
import { originFlips } from "./mutations/origins.mjs";
import { prefixFlips, slashFlips } from "./mutations/paths.mjs";
import { portFlips } from "./mutations/ports.mjs";
import { workingProjects } from "./mutations/projects.mjs";
import { reasonFor } from "./mutations/reasons.mjs";
import { schemeFlips } from "./mutations/schemes.mjs";
import { lineOf, wiringFiles } from "./mutations/text.mjs";
import { upgradeFlips } from "./mutations/upgrades.mjs";
import { NAMING } from "./mutations/verdicts.mjs";

const KINDS = {
	port: portFlips,
	prefix: prefixFlips,
	slash: slashFlips,
	ws: upgradeFlips,
	key: keyFlips,
	scheme: schemeFlips,
	origin: originFlips,
};

const { values: options } = parseArgs({
	options: {
		only: { type: "string" },
		project: { type: "string" },
		json: { type: "string" },
		dist: { type: "string", default: join(import.meta.dirname, "..", "dist") },
		all: { type: "boolean", default: false },
	},
});
const built = (path) =>
	import(pathToFileURL(join(resolve(options.dist), "src", path)).href);
const { lint } = await built("index.js");
const { overlay } = await built("tree/index.js");
const { treeOf } = await built("tree/tree.js");

const nothing = treeOf({
	root: "/project",
	paths: [],
	skipped: [],
	read: () => ({ kind: "unreadable", reason: "does not exist" }),
	id: () => undefined,
});

const results = [];
for (const project of await workingProjects()) {
	if (options.project && !project.name.includes(options.project)) continue;
	const files = wiringFiles(project.files);
	const flips = Object.entries(KINDS)
		.filter(([kind]) => !options.only || kind === options.only)
		.flatMap(([kind, find]) => find(files).map((flip) => ({ kind, ...flip })));
	if (flips.length === 0) continue;
	const before = await findingsOf(project.files);
	for (const flip of flips)
		results.push(await judge(project, files, flip, before));
}
report();
if (options.json)
	writeFileSync(options.json, `${JSON.stringify(results, null, "\t")}\n`);

async function judge(project, files, flip, before) {
	const after = await findingsOf(edited(project.files, flip.edits));
	const fresh = [...after].filter(
		([key, { severity }]) => !before.has(key) && severity !== "info",
	);
	const caught = fresh.some(([, { rule }]) => NAMING[flip.kind].includes(rule));
	const { file, start } = flip.place;
	const line = lineOf(project.files.get(file), start);
	return {
		kind: flip.kind,
		op: flip.op,
		project: project.name,
		at: project.at,
		place: `${file}:${line}`,
		was: project.files.get(file).split("\n")[line - 1].trim(),
		becomes: edited(project.files, flip.edits)
			.get(file)
			.split("\n")
			[line - 1].trim(),
		caught,
		others: [...new Set(fresh.map(([, { rule }]) => rule))],
		...(caught ? {} : reasonFor(flip, files)),
	};
}

async function findingsOf(files) {
	const { findings, failures } = await lint({ tree: overlay(nothing, files) });
	if (failures.length > 0) throw failures[0].error;
	return new Map(
		findings.map((finding) => [
			`${finding.rule} ${finding.location.file}:${finding.location.line}`,
			finding,
		]),
	);
}

function edited(files, edits) {
	const next = new Map(files);
	for (const { file, start, end, text } of edits.toSorted(
		(a, b) => b.start - a.start,
	)) {
		const old = next.get(file);
		next.set(file, old.slice(0, start) + text + old.slice(end));
	}
	return next;
}

function report() {
	const counted = results.filter(
		({ caught, breaks }) => caught || breaks !== false,
	);
	for (const kind of Object.keys(KINDS))
		say(
			kind,
			counted.filter((r) => r.kind === kind),
		);
	say("all", counted);
	const missed = results.filter(({ caught }) => !caught);
	for (const title of [
		"Without a reason",
		"Undecidable",
		"Not followed by wslint",
		"Not counted: what connected still connects",
	]) {
		const rows = missed.filter((r) => title === titleOf(r));
		if (rows.length > 0) console.log(`\n${title}: ${rows.length}`);
		for (const reason of new Set(rows.map((r) => r.reason))) {
			const of = rows.filter((r) => r.reason === reason);
			if (reason) console.log(`  ${String(of.length).padStart(3)}  ${reason}`);
			for (const r of reason && !options.all ? [] : of)
				console.log(
					`       ${r.op}  ${r.at}  ${r.place}\n         - ${r.was}\n         + ${r.becomes}${r.others.length > 0 ? `\n         only ${r.others.join(", ")}` : ""}`,
				);
		}
	}
}

function titleOf({ reason, breaks }) {
	if (!reason) return "Without a reason";
	if (!breaks) return "Not counted: what connected still connects";
	return reason.startsWith("not followed")
		? "Not followed by wslint"
		: "Undecidable";
}

function say(name, rows) {
	const caught = rows.filter((r) => r.caught).length;
	const share = ((100 * caught) / rows.length).toFixed(1);
	if (rows.length > 0)
		console.log(`${name.padEnd(8)} ${caught}/${rows.length} (${share} %)`);
}
