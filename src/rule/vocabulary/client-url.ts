import { type Place, samePlace } from "../../facts/place.js";
import type { App, Graph } from "../../graph/graph.js";
import type { Fix, Intent } from "../finding.js";
import { addProxyKey } from "./dev-server.js";
import type { Dial } from "./dials.js";
import { keyFor } from "./env-key-choice.js";
import { isLoopback } from "./hosts.js";
import { listed } from "./witness.js";

/** The page's address; Create React App's own lint rules refuse the bare global. */
function locationCode(app: App | undefined): string {
	return app?.framework === "cra" ? "window.location" : "location";
}

/** JavaScript for one of two texts: the first behind https, where a socket needs `wss:` (U8). */
export function bySchemeCode(
	app: App | undefined,
	secure: string,
	plain: string,
): string {
	return `${locationCode(app)}.protocol === "https:" ? ${JSON.stringify(secure)} : ${JSON.stringify(plain)}`;
}

/** JavaScript for a socket URL on the page's own host. `path` is put as it is written. */
function pageSocketUrl(app: App, path: string): string {
	return `\`\${${bySchemeCode(app, "wss:", "ws:")}}//\${${locationCode(app)}.host}${escaped(path)}\``;
}

/** JavaScript that reads an env key in this app's client code; undefined where it has no such form. */
export function envReadCode(app: App, key: string): string | undefined {
	switch (app.framework) {
		case "vite":
		case "sveltekit":
		case "astro":
			return `import.meta.env.${key}`;
		case "cra":
		case "next":
		case "vue-cli":
			return `process.env.${key}`;
		default:
			return undefined;
	}
}

/** Repairs of a URL that is written into client code: into an env key, or onto the page's own host. */
export function urlRepairs(
	graph: Graph,
	dial: Dial,
	at: Place,
): readonly Fix[] {
	const run = leadingRun(dial, at);
	return run && dial.reached !== false && !graph.loadedInNode(at.file)
		? repairs(graph, dial, run)
		: [];
}

/** Repairs of a socket URL whose port alone is written: the whole URL follows the page, or an env key. */
export function portRepairs(graph: Graph, dial: Dial): readonly Fix[] {
	const { address, attempt, urlAt } = dial;
	if (address.form !== "absolute" || !attempt) return [];
	const path = address.path.value;
	const query = address.query.value;
	if (path === undefined || query === undefined) return [];
	return repairs(graph, dial, {
		at: urlAt,
		text: `ws://localhost:${address.port?.value}${path}`,
		path,
		query: query === "" ? "" : `?${query}`,
	});
}

/**
 * Repairs of a URL without a scheme: the page's address in front of it, or an
 * env key with the server's own address in development (`port`, when known).
 */
export function relativeRepairs(
	graph: Graph,
	dial: Dial,
	at: Place,
	port: number | undefined,
): readonly Fix[] {
	const [first] = dial.url.segments;
	const { app } = dial;
	if (!app || rendersOnServer(app) || !first) return [];
	if (
		first.hole ||
		first.origin.kind !== "literal" ||
		!samePlace(first.origin.at, at)
	)
		return [againstPage(app, dial)];
	if (graph.loadedInNode(at.file)) return [];
	const { path, query } = parted(
		first.text.startsWith("/") ? first.text : `/${first.text}`,
	);
	const run: Run = { at, text: `ws://localhost:${port}${path}`, path, query };
	const absolute =
		port === undefined ? undefined : envUrl(graph, app, dial, run);
	return [
		{
			title: "Put the page's own address in front of it",
			safety: "suggest",
			prefer: "same-origin",
			intents: [put(run, pageSocketUrl(app, path + query))],
		},
		...(absolute
			? [
					{
						...absolute,
						safety: "suggest",
						prefer: "absolute-url",
					} satisfies Fix,
				]
			: []),
	];
}

/** Resolves whatever the argument is against the page, with a socket scheme; an absolute value stays as it is. */
function againstPage(app: App, { urlAt }: Dial): Fix {
	const base = `${locationCode(app)}.href.replace(/^http/, "ws")`;
	return {
		title: "Resolve it against the page's address",
		safety: "suggest",
		prefer: "same-origin",
		intents: [
			{
				do: "replace-expression",
				at: urlAt,
				code: `new URL($&, ${base}).href`,
			},
		],
	};
}

/** The page's own host in place of a fallback literal. */
export function fallbackRepairs(
	graph: Graph,
	dial: Dial,
	at: Place,
): readonly Fix[] {
	const run = leadingRun(dial, at);
	if (!run || !dial.attempt || !dial.app || rendersOnServer(dial.app))
		return [];
	if (graph.loadedInNode(at.file)) return [];
	return [
		{
			title: "Fall back to the page's own host",
			safety: "suggest",
			prefer: "same-origin",
			intents: [put(run, ownHostCode(dial, dial.app, run.path + run.query))],
		},
	];
}

function repairs(graph: Graph, dial: Dial, run: Run): readonly Fix[] {
	if (!dial.app || rendersOnServer(dial.app)) return [];
	return [
		envUrl(graph, dial.app, dial, run),
		sameOrigin(dial.app, dial, run),
	].filter((fix) => fix !== undefined);
}

interface Run {
	readonly at: Place;
	/** The URL up to its query, or a request's up to its path: what an env key may hold. */
	readonly text: string;
	readonly path: string;
	/** What the caller adds to the address, with its `?`; "" when nothing. */
	readonly query: string;
}

/** The literal, when the URL begins with it and it holds the whole authority. */
function leadingRun(dial: Dial, at: Place): Run | undefined {
	const [first, second] = dial.url.segments;
	if (!first || first.hole || first.origin.kind !== "literal") return undefined;
	if (!samePlace(first.origin.at, at)) return undefined;
	const parts = /^([a-z]+:\/\/[^/?#]+)([/?#].*)?$/i.exec(first.text);
	const authorityEnds =
		parts?.[2] !== undefined ||
		second === undefined ||
		/^[/?]/.test(second.text ?? "");
	if (!parts || !authorityEnds) return undefined;
	const [, authority = "", rest = ""] = parts;
	// Requests share a host, and each has a path of its own.
	if (!dial.attempt) return { at, text: authority, path: "", query: rest };
	const { path, query } = parted(rest);
	return { at, text: `${authority}${path}`, path, query };
}

function parted(rest: string): Pick<Run, "path" | "query"> {
	const path = rest.replace(/[?#].*$/s, "");
	return { path, query: rest.slice(path.length) };
}

/** What stands for the literal where no env key is set: the page's own host. */
function ownHostCode(dial: Dial, app: App, path: string): string {
	if (!dial.attempt) return JSON.stringify(path);
	if (dial.attempt.connection.speaks === "websocket")
		return pageSocketUrl(app, path);
	const origin = `${locationCode(app)}.origin`;
	return path === "" ? origin : `\`\${${origin}}${escaped(path)}\``;
}

function envUrl(graph: Graph, app: App, dial: Dial, run: Run): Fix | undefined {
	const host = /^[^/]+\/\/(\[[^\]]*\]|[^/:]*)/.exec(run.text)?.[1] ?? "";
	// What production reaches today it goes on reaching; loopback it never reached.
	const modes = isLoopback(host)
		? ["development"]
		: ["development", "production"];
	const files = modes.map((mode) =>
		app.envDir ? `${app.envDir}/.env.${mode}` : `.env.${mode}`,
	);
	const stem = dial.attempt ? "WS_URL" : "API_URL";
	const key = keyFor(graph, app, stem, run.text, files);
	const read = key && envReadCode(app, key);
	if (!read || app.envDir === undefined) return undefined;
	const example = graph.envFiles.find(
		(f) => f.role === "example" && f.app === app,
	);
	const keep = (file: string): Intent => ({
		do: "set-env",
		file,
		key,
		value: run.text,
		reason: "was written into the code",
	});
	const address = `${read} ?? ${ownHostCode(dial, app, run.path)}`;
	return {
		title: `Read it from ${key}, set for ${listed(modes)}, else use the page's own host`,
		safety: "unsafe",
		prefer: "env-url",
		intents: [
			put(run, run.query ? `\`\${${address}}${escaped(run.query)}\`` : address),
			...files.map(keep),
			...(example ? [keep(example.path)] : []),
			{ do: "declare-env-type", appRoot: app.root, key },
		],
	};
}

/** Onto the page's own host; the dev server gets a key for it where none covers the path. */
function sameOrigin(app: App, dial: Dial, run: Run): Fix | undefined {
	const server = app.devServer;
	if (
		dial.attempt?.connection.speaks !== "websocket" ||
		!server?.proxy.complete
	)
		return undefined;
	const { path } = run;
	const covering = server.proxy.items.find((entry) =>
		entry.matches(path + run.query),
	);
	const authority = /^(?:ws|http):\/\/([^/?#@]+:\d+)/i.exec(run.text)?.[1];
	const [added] =
		covering || !/^\/./.test(path) || !authority
			? []
			: addProxyKey(server, path, authority);
	if (covering ? covering.forwardsUpgrades !== true : !added) return undefined;
	return {
		title: covering
			? "Derive it from the page's address; the dev proxy covers the path"
			: `Derive it from the page's address and proxy ${path} in dev`,
		safety: "unsafe",
		prefer: "same-origin",
		intents: [
			put(run, ownHostCode(dial, app, path + run.query)),
			...(added?.intents ?? []),
		],
	};
}

function put({ at }: Run, code: string): Intent {
	return { do: "replace-expression", at, code };
}

/** Client modules of these run once in Node, where there is no `location`. */
export function rendersOnServer(app: App): boolean {
	return ["next", "nuxt", "sveltekit", "astro"].includes(app.framework);
}

function escaped(path: string): string {
	return path.replace(/[`\\]|\$\{/g, "\\$&");
}
