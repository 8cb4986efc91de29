import type { App, EnvRead, Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix, Intent } from "../../src/rule/finding.js";
import { envReadCode } from "../../src/rule/vocabulary/client-url.js";
import { ifReached } from "../../src/rule/vocabulary/dials.js";
import { renameEntries } from "../../src/rule/vocabulary/env-files.js";
import {
	answered,
	byKey,
	entriesOf,
	exposedName,
	isHidden,
	isKnownClientRead,
	isSecretKey,
	type KeyReads,
	readElsewhere,
} from "../../src/rule/vocabulary/env-keys.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "env/wrong-accessor",
	summary:
		"A key is read through an object that the runtime does not have there.",
	severity: "error",
	since: "0.1.0",
	facts: ["E8", "P24", "W8", "W10"],
	*check(graph) {
		for (const group of byKey(
			graph,
			(read) => isMisread(read) && !isGivenToTheConfig(graph, read),
		)) {
			const { key, app, reads } = group;
			const [read] = reads;
			yield {
				severity: ifReached(reads.some(isProven) ? "error" : "warning", reads),
				scenario: scenariosOf(read.answers),
				at: read.at,
				message: messageFor(read),
				evidence: witnesses(
					read.at,
					entriesOf(
						graph.envFiles.filter((f) => f.app === app || f.app === undefined),
						key,
						(f) => `${f.path} sets it`,
					),
					readElsewhere(reads),
				),
				fixes: repair(graph, group),
			};
		}
	},
});

/** Vite has no `import.meta.env` while it loads its config (P24); elsewhere the framework decides. */
function isMisread(read: EnvRead): boolean {
	if (read.runtime === "config")
		return read.accessor === "import.meta.env" || isHidden(read, "accessor");
	return read.runtime === "browser" && isHidden(read, "accessor");
}

/** The process that loads the config has the key: a container's, or a workflow's or script's. */
function isGivenToTheConfig(graph: Graph, read: EnvRead): boolean {
	return (
		read.runtime === "config" &&
		read.accessor === "process.env" &&
		(answered(read, "set").length > 0 || graph.handedOn(read.key) !== undefined)
	);
}

function isProven(read: EnvRead): boolean {
	return read.runtime === "config" || isKnownClientRead(read);
}

function messageFor({ key, runtime, accessor, app, use }: EnvRead) {
	if (runtime === "config")
		return {
			what: `${accessor}.${key} is undefined inside the config file.`,
			why: `The config runs in Node before the env files are loaded: import.meta.env does not exist there, and process.env does not hold the keys of .env files.${use === "fallback" ? " The default beside it always wins." : ""}`,
			do: "Read it with loadEnv(mode, process.cwd()) from vite.",
		};
	if (accessor === "process.env")
		return {
			what: `process.env.${key} does not exist in this client code.`,
			why: 'In dev the page dies with "ReferenceError: process is not defined"; in a build the read is undefined, and a fallback always wins.',
			do: `Read ${readCode(app, key) ?? "it through the framework's own object"}.`,
		};
	return {
		what: `${accessor}.${key} is never filled in by this build.`,
		why: "import.meta.env belongs to Vite; here the read becomes undefined without a warning, and a fallback always wins.",
		do: `Read ${readCode(app, key) ?? "it through the framework's own object"}.`,
	};
}

function readCode(app: App | undefined, key: string): string | undefined {
	return app && envReadCode(app, key);
}

/** A key that carries the app's prefix only needs the other object; another key needs another name too, and for the config the mode is a guess. */
function repair(graph: Graph, group: KeyReads): readonly Fix[] {
	const { key, app, reads } = group;
	const isConfig = reads[0].runtime === "config";
	const isExposed = app?.envPrefixes.values.some((p) => key.startsWith(p));
	const name = isConfig || isExposed ? key : exposedName(group);
	if (!name || (name !== key && isSecretKey(key))) return [];
	const code = isConfig
		? `loadEnv(process.env.NODE_ENV ?? "development", process.cwd(), "").${key}`
		: readCode(app, name);
	if (!code) return [];
	return [
		{
			title: isConfig ? "Read it with loadEnv" : `Read ${code}`,
			safety: name === key && !isConfig ? "safe" : "unsafe",
			intents: [
				...reads.map(
					({ at }): Intent => ({
						do: "replace-expression",
						at,
						code,
						...(isConfig && { imports: [{ from: "vite", name: "loadEnv" }] }),
					}),
				),
				...(name === key ? [] : renameEntries(graph, app, key, name)),
			],
		},
	];
}
