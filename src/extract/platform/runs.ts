import type { KeyValue, PlatformFile, Span } from "../../facts/index.js";
import { nestsTooDeeply } from "../../facts/nesting.js";
import { type Command, readScript } from "../commands/shell.js";
import { parseJsonObject, plainValue } from "../manifests/json.js";
import { parseToml, type Table, tableOf } from "../manifests/toml.js";
import { parsePlainYaml } from "../yaml.js";

/** What a hosting platform is told to run, in a folder, with some variables. */
interface Run {
	readonly command: unknown;
	/** Relative to the file's folder. */
	readonly folder?: unknown;
	readonly variables: Table;
}

/**
 * netlify.toml, vercel.json, render.yaml, fly.toml, railway.json and
 * railway.toml: the commands a platform builds and starts a program with, and
 * the variables it sets for them. A variable whose value comes from the
 * platform's own settings has none here. Never throws.
 */
export function platformRuns(
	text: string,
	path: string,
): PlatformFile["commands"] {
	if (nestsTooDeeply(text)) return [];
	const root = parse(text, path);
	return root ? runsIn(root, path).flatMap((run) => commandsOf(text, run)) : [];
}

function parse(text: string, path: string): Table | undefined {
	if (path.endsWith(".toml")) return parseToml(text);
	if (/\.ya?ml$/.test(path)) return tableOf(parsePlainYaml(text));
	if (!path.endsWith(".json")) return undefined;
	const json = parseJsonObject(text);
	return json && tableOf(plainValue(json.root));
}

function runsIn(root: Table, path: string): readonly Run[] {
	if (/render\.ya?ml$/.test(path)) return listOf(root.services).flatMap(render);
	if (path.endsWith("netlify.toml")) return [netlify(root)];
	if (path.endsWith("vercel.json")) return [vercel(root)];
	if (path.endsWith("firebase.json")) return [];
	if (path.endsWith("fly.toml"))
		return Object.values(tableOf(root.processes)).map((command) => ({
			command,
			variables: tableOf(root.env),
		}));
	return [
		tableOf(root.build).buildCommand,
		tableOf(root.deploy).startCommand,
	].map((command) => ({ command, variables: {} }));
}

/** https://render.com/docs/blueprint-spec: `rootDir`, `envVars` with a `value` or a source elsewhere. */
function render(service: Table): readonly Run[] {
	const variables = Object.fromEntries(
		listOf(service.envVars)
			.filter(({ key }) => typeof key === "string")
			.map(({ key, value }) => [key, value]),
	);
	return [service.buildCommand, service.startCommand].map((command) => ({
		command,
		folder: service.rootDir,
		variables,
	}));
}

/** https://docs.netlify.com/configure-builds/file-based-configuration: the production context wins over `[build]`. */
function netlify(root: Table): Run {
	const build = tableOf(root.build);
	const production = tableOf(tableOf(root.context).production);
	return {
		command: production.command ?? build.command,
		folder: build.base,
		variables: {
			...tableOf(build.environment),
			...tableOf(production.environment),
		},
	};
}

/** https://vercel.com/docs/project-configuration: `npm run build` unless told; `@name` is a secret of the project. */
function vercel(root: Table): Run {
	const variables = {
		...tableOf(root.env),
		...tableOf(tableOf(root.build).env),
	};
	return {
		command: root.buildCommand ?? "npm run build",
		variables: Object.fromEntries(
			Object.entries(variables).map(([key, value]) => [
				key,
				typeof value === "string" && value.startsWith("@") ? undefined : value,
			]),
		),
	};
}

function commandsOf(
	text: string,
	{ command, folder, variables }: Run,
): readonly Command[] {
	if (typeof command !== "string") return [];
	const env = Object.entries(variables).map(([key, value]) =>
		variableIn(text, key, value),
	);
	const cwd = typeof folder === "string" ? folder.replace(/^\/|\/$/g, "") : "";
	const from = text.indexOf(command);
	// A command that is written with escapes, or only implied, has no place of its own.
	const source = from < 0 ? command : text;
	const start = Math.max(from, 0);
	const { commands } = readScript(source, start, start + command.length, {
		env,
		...(cwd !== "" && cwd !== "." && { cwd }),
	});
	return from < 0 ? commands.map((c) => ({ ...c, at: [0, 0] })) : commands;
}

/** A variable where the text sets it: its name, and after it its value. */
function variableIn(text: string, key: string, given: unknown): KeyValue {
	const value =
		typeof given === "string" ||
		typeof given === "number" ||
		typeof given === "boolean"
			? String(given)
			: undefined;
	const at = Math.max(
		text.search(new RegExp(`(?<![\\w$])${key.replace(/\W/g, "\\$&")}(?!\\w)`)),
		0,
	);
	const valueStart =
		value === undefined ? -1 : text.indexOf(value, at + key.length);
	const span: Span = [at, at + key.length];
	return {
		key,
		value,
		at: span,
		valueAt:
			valueStart < 0 ? span : [valueStart, valueStart + (value?.length ?? 0)],
	};
}

function listOf(value: unknown): readonly Table[] {
	return Array.isArray(value) ? value.map(tableOf) : [];
}
