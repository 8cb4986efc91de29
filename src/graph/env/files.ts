import { envFileRole } from "../../discover/env-file.js";
import type { EnvFile } from "../../facts/index.js";
import { folderOf, joinPath, nameOf } from "../../tree/paths.js";
import { NEVER_BUILT } from "../app/situations.js";
import type { App, EnvFileNode, Server } from "../graph.js";
import type { Sources } from "../sources.js";

/** Every env file with who reads it and whether anything does. */
export function findEnvFiles(
	sources: Sources,
	apps: readonly App[],
	servers: readonly Server[],
): EnvFileNode[] {
	const named = filesNamedElsewhere(sources);
	const tracked = new Set(
		sources.files.filter((f) => f.tracked).map((f) => f.path),
	);
	const found: EnvFileNode[] = [];
	for (const [path, fact] of sources.facts)
		if (fact.kind === "env")
			found.push(nodeOf(path, fact, apps, servers, tracked.has(path), named));
	return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function nodeOf(
	path: string,
	fact: EnvFile,
	apps: readonly App[],
	servers: readonly Server[],
	tracked: boolean,
	named: ReadonlySet<string>,
): EnvFileNode {
	const folder = folderOf(path);
	const { role, mode, local } = envFileRole(path);
	const app = apps.find((a) => a.envDir === folder);
	const server = serverAt(folder, servers);
	return {
		path,
		role:
			role === "example"
				? "example"
				: named.has(nameOf(path)) || named.has(path)
					? "live"
					: role === "live" && mode !== undefined && app && !server
						? modeRole(app, mode)
						: role,
		...(mode !== undefined && { mode }),
		local,
		tracked,
		app,
		server: app && server?.root !== folder ? undefined : server,
		bom: fact.bom,
		entries: fact.entries,
		placeOf: (entry, part) => ({
			file: path,
			span: part === "key" ? entry.keyAt : entry.valueAt,
		}),
	};
}

/** A mode file of an app is read when the app is built or served in that mode (E6). */
function modeRole(app: App, mode: string): "live" | "unread" {
	if (mode === "development" || mode === "production" || mode === "test")
		return "live";
	if (app.worlds.some((w) => w.mode === mode)) return "live";
	const fixed = app.framework === "next" || app.framework === "cra";
	return fixed || NEVER_BUILT.has(mode) ? "unread" : "live";
}

/** The server whose folder an env file stands in, or whose folder is right below. */
function serverAt(
	folder: string,
	servers: readonly Server[],
): Server | undefined {
	const own = servers.filter(
		(s) =>
			s.root === folder || folderOf(s.root === "" ? "-" : s.root) === folder,
	);
	return own.find((s) => s.root === folder) ?? own[0];
}

/** Env files that compose files and command lines name: `env_file: .env.docker`, `cp .env.prod .env`, `--env-file=x`. */
function filesNamedElsewhere(sources: Sources): ReadonlySet<string> {
	const named = new Set<string>();
	const scan = (text: string) => {
		for (const [name] of text.matchAll(/(?<![\w/])[\w./-]*\.env\b[\w.-]*/g))
			named.add(nameOf(name));
	};
	for (const [file, fact] of sources.facts)
		switch (fact.kind) {
			case "compose":
				for (const service of fact.services) {
					for (const name of service.envFiles)
						named.add(joinPath(folderOf(file), name) ?? name);
					if (service.command) scan(service.command.text);
				}
				break;
			case "dockerfile":
				for (const stage of fact.stages) {
					for (const copy of stage.copies)
						if (!/(^|\/)\.env$/.test(copy.from)) scan(copy.from);
					for (const command of stage.commands) scan(command.text);
				}
				break;
			case "commands":
				if (fact.format !== "markdown")
					for (const command of fact.commands) scan(command.text);
				break;
			case "package":
				for (const script of fact.scripts) scan(script.command);
				break;
		}
	return named;
}
