import type { Framework } from "../graph.js";
import type { Sources } from "../sources.js";

const CONFIG_NAME =
	/(^|\/)([\w.-]+\.config|config-overrides|craco\.config|setupProxy|gulpfile|Gruntfile)\.[mc]?[jt]sx?$/i;
/** Tools whose config may stand below `src/` where a whole project does; anything else called so there is a module of the app (Angular's `app.config.ts`). */
const TOOL_NAME =
	/(^|\/)(electron\.vite|vite|vitest|next|nuxt|svelte|astro|vue|quasar|remix|farm|craco|webpack[\w.-]*|rspack|rsbuild|rollup|babel|metro|postcss|tailwind|eslint|prettier|stylelint|jest|karma|playwright|cypress|tsup|drizzle|histoire|ecosystem)\.config\./i;
const SERVER_PATH: Partial<Record<Framework, RegExp>> = {
	next: /(^|\/)(pages\/api\/|middleware\.[jt]s$|instrumentation\.[jt]s$)|\/route\.[jt]sx?$|\.server\.[jt]sx?$/,
	nuxt: /(^|\/)server\//,
	sveltekit:
		/(^|\/)(\+server|\+(page|layout)\.server|hooks\.server|[^/]+\.server)\.[jt]s$|(^|\/)server\//,
	astro:
		/\.astro$|(^|\/)(pages\/.*\.[jt]s|middleware\.[jt]s|[^/]+\.server\.[jt]s)$|(^|\/)server\//,
};
const NODE_MODULES =
	/^(node:.+|fs|fs\/promises|path|os|http|https|net|tls|child_process|cluster|worker_threads|crypto|express|fastify|koa|ws|@nestjs\/.*|commander|electron|vscode|readline|dgram|zlib|util|socket\.io|dotenv|dotenv\/config|hono|hono\/(?:bun|deno|cors|logger|cloudflare-workers)|@hono\/node-.+|elysia|@elysiajs\/.+|@fastify\/.+|bun|bun:.+|express-ws|cors|uWebSockets\.js|next\/server|next\/headers|server-only|pg|mysql2?|mongoose|ioredis|redis|\$env\/(static|dynamic)\/private)$/;

/** Whether a file configures a tool: it runs in Node when the tool starts. */
export function isConfigFile(file: string): boolean {
	return (
		CONFIG_NAME.test(file) &&
		(!/(^|\/)src\/.*\.config\./.test(file) || TOOL_NAME.test(file))
	);
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
	const answer =
		known.get(file) ??
		(isServerSideItself(sources, framework, file) ||
			!hasWayToPage(sources, framework, file));
	known.set(file, answer);
	return answer;
}

/** Whether the importers of a file lead, past those that run in Node by themselves, to a component, to a file that nobody imports, or in a circle that Node never enters. */
function hasWayToPage(
	sources: Sources,
	framework: Framework,
	file: string,
): boolean {
	const seen = new Set([file]);
	let inNode = false;
	for (const next of seen) {
		if (COMPONENT.test(next) || seen.size > MOST_FILES) return true;
		const importers = sources.importersOf(next).slice(0, MOST_IMPORTERS);
		if (importers.length === 0) return true;
		for (const other of importers)
			if (isServerSideItself(sources, framework, other)) inNode = true;
			else seen.add(other);
	}
	return !inNode;
}

/** Files followed upwards at most. */
const MOST_FILES = 200;

/** Whether a file that runs in Node by itself imports this one. */
export function loadedInNode(sources: Sources, file: string): boolean {
	return sources
		.importersOf(file)
		.slice(0, MOST_IMPORTERS)
		.some((other) => isServerSideItself(sources, "none", other));
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

/** A Next module runs in the page for certain only when it says so, stands under `pages/`, or when only modules that say so import it. */
export function isClientComponent(sources: Sources, file: string): boolean {
	return /(^|\/)pages\/(?!api\/)/.test(file) || isSaidClient(sources, file);
}

/** Pages under `pages/` do not count as importers: what they load for `getServerSideProps` stays in Node. */
function isSaidClient(
	sources: Sources,
	file: string,
	asked: ReadonlySet<string> = new Set(),
): boolean {
	if (
		sources.program
			.code(file)
			.some((code) => code.pragmas.includes("use client"))
	)
		return true;
	const importers = sources.importersOf(file).filter((f) => !asked.has(f));
	return (
		importers.length > 0 &&
		importers.length <= MOST_IMPORTERS &&
		importers.every((other) =>
			isSaidClient(sources, other, new Set([...asked, file])),
		)
	);
}

/**
 * Whether a module of a Next app runs in the page alone: every chain of its
 * importers, past programs in Node, comes to a component that says so.
 */
export function isClientModule(sources: Sources, file: string): boolean {
	if (COMPONENT.test(file)) return isClientComponent(sources, file);
	const seen = new Set([file]);
	let isUsed = false;
	for (const next of seen) {
		if (isClientComponent(sources, next)) {
			isUsed = true;
			continue;
		}
		const importers = sources.importersOf(next);
		if (next !== file && COMPONENT.test(next)) return false;
		if (importers.length === 0 || seen.size > MOST_FILES) return false;
		for (const other of importers)
			if (!isServerSideItself(sources, "none", other)) seen.add(other);
	}
	return isUsed;
}
