import type { Sources } from "../../sources.js";

/** External plugins whose dev server runs the application's own server or worker. */
const SERVING =
	/^(vite-plugin-node|@hono\/vite-dev-server|vite-plugin-ssr|vike|@react-router\/dev|@remix-run\/dev|vinxi|nitro|nitropack|@cloudflare\/vite-plugin|vite-plugin-wasp|wasp|@solidjs\/start|@tanstack\/(react-|solid-)?start|@analogjs\/platform|vite-plugin-(web-?)?sockets?|vite-plugin-ws|vite-plugin-vercel|vite-express|@vavite\/.*|vavite|vite-plugin-mock-server|vite-plugin-fastify|vite-node|@netlify\/vite-plugin|@honojs\/vite|hono)(\/|$)/;

const PAGES =
	/^(@sveltejs\/kit|@react-router\/dev|@remix-run\/dev|@solidjs\/start|@tanstack\/(react-|solid-)?start|vike|@crxjs\/|wxt|laravel-vite-plugin|@builder\.io\/qwik-city)(\/|$)/;

/** Files of the repository that a config imports are followed this far. */
const MOST_FILES = 50;

/** What the plugins of a config may do to the dev server and to env reads. */
export interface Plugins {
	/** Why the dev server may answer sockets itself; undefined when nothing points to it. */
	readonly mayAnswer?: string;
	/** `@vitejs/plugin-legacy` is in use. */
	readonly legacy: boolean;
	/** A plugin that fills `process.env` in client code. */
	readonly fillsProcessEnv: boolean;
	/** `sveltekit()` is in use. */
	readonly sveltekit: boolean;
	/** A framework that makes the page itself, without an index.html. */
	readonly pages: boolean;
}

/**
 * Read from what the config file and the files it imports import and declare:
 * a plugin that is listed conditionally counts, so nothing false is said.
 */
export function pluginsOf(sources: Sources, configFile: string): Plugins {
	const modules = new Set<string>();
	let configures: string | undefined;
	const seen = new Set<string>();
	const open = [configFile];
	while (open.length > 0 && seen.size < MOST_FILES) {
		const file = open.shift() as string;
		if (seen.has(file)) continue;
		seen.add(file);
		for (const code of sources.program.code(file)) {
			if (code.functions.some((f) => f.name === "configureServer"))
				configures ??= file;
			for (const { from, typeOnly } of code.imports) {
				if (typeOnly) continue;
				const target = sources.program.resolve(file, from);
				if (target.kind === "file") open.push(target.file);
				else modules.add(target.kind === "external" ? target.name : from);
			}
		}
	}
	const serving = [...modules].find((name) => SERVING.test(name));
	const mayAnswer = configures
		? `a plugin in ${configures} configures the dev server`
		: serving && `${serving} runs its own server inside the dev server`;
	return {
		...(mayAnswer !== undefined && { mayAnswer }),
		legacy: modules.has("@vitejs/plugin-legacy"),
		fillsProcessEnv: [...modules].some((name) =>
			/^(vite-plugin-(environment|env-compatible|env-vars|dotenv|process-env|node-polyfills)|@niku\/vite-env-caster|rollup-plugin-(inject-)?process-env|rollup-plugin-polyfill-node|@rollup\/plugin-replace)$/.test(
				name,
			),
		),
		sveltekit: modules.has("@sveltejs/kit/vite"),
		pages: [...modules].some((name) => PAGES.test(name)),
	};
}
