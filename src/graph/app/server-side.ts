import type { Framework } from "../graph.js";
import type { Sources } from "../sources.js";

const CONFIG_NAME =
	/(^|\/)([\w.-]+\.config|config-overrides|craco\.config|setupProxy|gulpfile|Gruntfile)\.[mc]?[jt]sx?$/i;
const SERVER_PATH: Partial<Record<Framework, RegExp>> = {
	next: /(^|\/)(pages\/api\/|middleware\.[jt]s$|instrumentation\.[jt]s$)|\/route\.[jt]sx?$|\.server\.[jt]sx?$/,
	nuxt: /(^|\/)server\//,
	sveltekit:
		/(^|\/)(\+server|\+(page|layout)\.server|hooks\.server|[^/]+\.server)\.[jt]s$|(^|\/)server\//,
	astro:
		/\.astro$|(^|\/)(pages\/.*\.[jt]s|middleware\.[jt]s|[^/]+\.server\.[jt]s)$|(^|\/)server\//,
};
const NODE_MODULES =
	/^(node:.+|fs|fs\/promises|path|os|http|https|net|tls|child_process|cluster|worker_threads|crypto|express|fastify|koa|ws|socket\.io|dotenv|dotenv\/config|@hono\/node-server|next\/server|next\/headers|server-only|pg|mysql2?|mongoose|ioredis|redis|\$env\/(static|dynamic)\/private)$/;

/** Whether a file configures a tool: it runs in Node when the tool starts. */
export function isConfigFile(file: string): boolean {
	return CONFIG_NAME.test(file);
}

/** Whether a file of an app runs in Node rather than in the page, as far as path, pragmas and imports show. */
export function isServerSide(
	sources: Sources,
	framework: Framework,
	file: string,
): boolean {
	if (isConfigFile(file) || SERVER_PATH[framework]?.test(file)) return true;
	return sources.program
		.code(file)
		.some(
			(code) =>
				!code.pragmas.includes("use client") &&
				(code.pragmas.some((p) => p === "use server" || p.startsWith("#!")) ||
					code.imports.some((i) => !i.typeOnly && NODE_MODULES.test(i.from))),
		);
}

/** A Next component runs in the page for certain only when it says so, or stands under `pages/`. */
export function isClientComponent(sources: Sources, file: string): boolean {
	return (
		/(^|\/)pages\/(?!api\/)/.test(file) ||
		sources.program
			.code(file)
			.some((code) => code.pragmas.includes("use client"))
	);
}
