import { isJudged } from "../roles.js";
import { entryOf, isSocketPair, type NodeCall } from "./calls.js";
import type { NodeHosts } from "./hosts.js";
import type { FunctionValue } from "./inside.js";
import { Worker, type WorkerEntry } from "./worker-paths.js";
import { openWorker } from "./wrangler.js";

/** Files that are followed, at most. */
const MOST_FILES = 60;

/** What runs it, as it is shown. */
const WORKER = "Cloudflare Workers";

/**
 * Cloudflare Workers: a module that exports `fetch` and answers with a
 * `WebSocketPair`, itself or through a durable object it hands the request to.
 */
export function readWorkers(hosts: NodeHosts): void {
	const pairs = hosts.calls.filter((c) => isSocketPair(c.made.call.callee));
	const left = new Set(pairs);
	for (const entry of entriesOf(hosts, pairs)) {
		const own = pairs.filter((p) => entry.files.has(p.site.file));
		const [first] = own;
		if (!first) continue;
		for (const pair of own) left.delete(pair);
		readWorker(hosts, entry, first, own);
	}
	for (const pair of left) readStray(hosts, pair);
}

/** A socket that no entry leads to: a framework's app of the same project may make it, else nothing is known. */
function readStray(hosts: NodeHosts, { made, project }: NodeCall): void {
	const reason = "who calls the code that makes its sockets is not known";
	const apps = [...hosts.hosts.values()].filter(
		(host) => host.project === project && host.stack === "Hono",
	);
	for (const app of apps)
		if (!app.routes.some((r) => r.path !== "*")) app.gaps.push(reason);
	if (apps.length === 0) hosts.ownHost(made, WORKER).portGaps.push(reason);
}

function readWorker(
	hosts: NodeHosts,
	entry: WorkerEntry,
	first: NodeCall,
	pairs: readonly NodeCall[],
): void {
	const host = hosts.ownHost(first.made, WORKER);
	const worker = new Worker(hosts, entry);
	const stranger = worker.stranger();
	if (stranger) host.gaps.push(stranger);
	for (const pair of pairs) {
		const { routes, open } = worker.pathsAt(pair);
		host.routes.push(...routes);
		if (open) host.gaps.push(open);
	}
	host.pages.push(...worker.pages());
	openWorker(hosts, host, entry.file);
}

/** Modules whose default export answers requests, from the files that make sockets upwards. */
function entriesOf(
	hosts: NodeHosts,
	pairs: readonly NodeCall[],
): readonly WorkerEntry[] {
	const { program, importersOf, files } = hosts.projects.sources;
	const judged = new Set(
		files.flatMap((f) =>
			isJudged(hosts.projects.sources, f.path) ? [f.path] : [],
		),
	);
	const seen = new Set(pairs.map((p) => p.site.file));
	const found: WorkerEntry[] = [];
	for (const file of seen) {
		if (!judged.has(file)) continue;
		const fetch = fetchOf(hosts, file);
		if (fetch) {
			const reached = importedFrom(hosts, file);
			for (const inner of reached) hosts.include(inner);
			found.push({ file, fetch, files: reached });
		}
		for (const importer of importersOf(file))
			if (seen.size < MOST_FILES && program.code(importer).length > 0)
				seen.add(importer);
	}
	return found;
}

/** The function that answers: `export default { fetch }`, a class of entry points. */
function fetchOf(hosts: NodeHosts, file: string): FunctionValue | undefined {
	const { program } = hosts.projects.sources;
	const { evaluator } = hosts.projects.of(file);
	const exported = program.code(file)[0]?.exports.default;
	for (const { value } of exported
		? evaluator.evaluate(exported, { file, block: 0 })
		: []) {
		const fetch = entryOf(evaluator, value, "fetch");
		for (const given of fetch ? evaluator.force(fetch) : [])
			if (given.value.v === "function") return given.value;
		if (value.v !== "class") continue;
		const cls = program.code(value.file)[value.block]?.classes[value.cls];
		const fn = cls?.methods.fetch;
		if (fn !== undefined)
			return { v: "function", file: value.file, block: value.block, fn };
	}
	return undefined;
}

function importedFrom(hosts: NodeHosts, file: string): ReadonlySet<string> {
	const { program } = hosts.projects.sources;
	const seen = new Set([file]);
	for (const next of seen)
		for (const code of program.code(next))
			for (const { from, typeOnly } of code.imports) {
				const target = typeOnly ? undefined : program.resolve(next, from);
				if (target?.kind === "file" && seen.size < MOST_FILES)
					seen.add(target.file);
			}
	return seen;
}
