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
	/^(node:.+|fs|fs\/promises|path|os|http|https|net|tls|child_process|cluster|worker_threads|crypto|express|fastify|koa|ws|@nestjs\/.*|commander|electron|vscode|readline|dgram|zlib|util|socket\.io|dotenv|dotenv\/config|@hono\/node-server|next\/server|next\/headers|server-only|pg|mysql2?|mongoose|ioredis|redis|\$env\/(static|dynamic)\/private)$/;

/** Whether a file configures a tool: it runs in Node when the tool starts. */
export function isConfigFile(file: string): boolean {
	return CONFIG_NAME.test(file);
}

/**
 * Whether a file runs in Node rather than in the page: by its path, pragmas and
 * imports, or because only such files import it.
 */
export function isServerSide(
	sources: Sources,
	framework: Framework,
	file: string,
): boolean {
	const known = answers.get(sources) ?? new Map<string, boolean>();
	answers.set(sources, known);
	const answer = known.get(file);
	if (answer !== undefined) return answer;
	// While its importers are asked, a file counts as neither: cycles end here.
	known.set(file, true);
	const importers = isServerSideItself(sources, framework, file)
		? []
		: sources.importersOf(file).slice(0, MOST_IMPORTERS);
	const result =
		isServerSideItself(sources, framework, file) ||
		(!COMPONENT.test(file) &&
			importers.length > 0 &&
			importers.every((other) => isServerSide(sources, framework, other)));
	known.set(file, result);
	return result;
}

const answers = new WeakMap<Sources, Map<string, boolean>>();

/** Importers asked at most; a module with more is shared. */
const MOST_IMPORTERS = 20;

/** Components run in the page; what they import from server packages are types. */
const COMPONENT = /\.([jt]sx|vue|svelte|html?)$/;

function isServerSideItself(
	sources: Sources,
	framework: Framework,
	file: string,
): boolean {
	if (isConfigFile(file) || SERVER_PATH[framework]?.test(file)) return true;
	const imported = COMPONENT.test(file) && framework !== "next";
	return sources.program
		.code(file)
		.some(
			(code) =>
				!code.pragmas.includes("use client") &&
				(code.pragmas.some((p) => p === "use server" || p.startsWith("#!")) ||
					(!imported &&
						code.imports.some(
							(i) => !i.typeOnly && NODE_MODULES.test(i.from),
						))),
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
