import type { App, EnvFileNode, EnvRead, Graph } from "../../graph/graph.js";
import type { EnvAnswer, Scenario } from "../../value/world.js";
import type { Evidence } from "../finding.js";

export { isSigningKey } from "../../facts/secret.js";

/** Answered by bundlers and frameworks themselves. */
const BUILT_IN =
	/^(NODE_ENV|MODE|DEV|PROD|SSR|BASE_URL|PUBLIC_URL|LEGACY|NEXT_RUNTIME|SITE|ASSETS_PREFIX)$/;

/** Set by the shell, a runtime or a hosting platform. */
const FROM_OUTSIDE =
	/^(PORT|HOST|HOSTNAME|HOME|USER|PATH|PWD|TZ|LANG|CI|DEBUG|NO_COLOR|FORCE_COLOR|SHELL|TERM|TMPDIR|TEMP|VITEST|JEST_WORKER_ID|VERCEL|NETLIFY|RENDER)$|^(npm|VERCEL|NETLIFY|RAILWAY|RENDER|GITHUB|HEROKU|FLY|CF|AWS|KUBERNETES|TAURI|ELECTRON|STORYBOOK|NITRO|WDS)_/;

/** No bundler hides the key, and no file has to set it. */
export function isBuiltIn(key: string): boolean {
	return BUILT_IN.test(key);
}

/** The key is not the repository's to supply. */
export function isProvided(key: string): boolean {
	return BUILT_IN.test(key) || FROM_OUTSIDE.test(key);
}

/** Says where something is reached: the keys that drift matters for. */
export function isAddressKey(key: string): boolean {
	if (isSecretKey(key)) return false;
	return /(^|_)(WS|WSS|WEBSOCKET|SOCKET|SOCKETIO|URL|URI|HOST|HOSTNAME|DOMAIN|PORT|API|ORIGIN|ORIGINS|ENDPOINT|BACKEND)(_|$)/.test(
		key,
	);
}

/** Says where the service behind a socket is: worth documenting even where there is a fallback. */
export function isServiceKey(key: string): boolean {
	return (
		isAddressKey(key) &&
		/(^|_)(WS|WSS|WEBSOCKET|SOCKET|SOCKETIO|API|BACKEND|SERVER)(_|$)/.test(key)
	);
}

/** Known to be client code: a socket dials with it, or an entry point leads there. Else it is only taken for it. */
export function isKnownClientRead(read: EnvRead): boolean {
	return read.inSocketUrl || read.reached === true;
}

/** Services call these so because every page carries them. */
const MEANT_FOR_ALL = /(^|_)(PUBLIC_KEY|PUBLISHABLE|ANON_KEY|SITE_?KEY)(_|$)/;

/** Shaped like a secret: its value is nobody's to print, and its place is outside the repository. */
export function isSecretKey(key: string): boolean {
	if (MEANT_FOR_ALL.test(bareKey(key))) return false;
	return /(^|_)(SECRET|TOKEN|PASSWORD|PASSWD|PASS|PRIVATE|CREDENTIALS?|SALT|DSN|KEY)(_|$)/.test(
		key,
	);
}

/** The key without the prefix some bundler asks for: `REACT_APP_WS_URL` → `WS_URL`. */
export function bareKey(key: string, prefixes: readonly string[] = []): string {
	const own = prefixes.find((p) => p !== "" && key.startsWith(p));
	if (own) return key.slice(own.length);
	return key.replace(
		/^(VITE|REACT_APP|NEXT_PUBLIC|NUXT_PUBLIC|VUE_APP|GATSBY|EXPO_PUBLIC|PUBLIC|NG_APP)_/,
		"",
	);
}

/** True when some app's bundler gives keys of this name to client code. */
export function isClientKey(graph: Graph, key: string): boolean {
	return graph.apps.some((app) =>
		app.envPrefixes.values.some((p) => p !== "" && key.startsWith(p)),
	);
}

/** Reads of one key by one app or program; the first is the one to report. */
export interface KeyReads {
	readonly key: string;
	readonly app: App | undefined;
	readonly reads: readonly [EnvRead, ...EnvRead[]];
}

/** The name under which the app's bundler gives the key to client code. */
export function exposedName({
	key,
	app,
}: Pick<KeyReads, "key" | "app">): string | undefined {
	const prefix = app?.envPrefixes.values.find((p) => p !== "");
	return prefix && prefix + bareKey(key);
}

/** Groups reads of the app's own code by key and app; those that reach a socket URL come first. */
export function byKey(
	graph: Graph,
	isAsked: (read: EnvRead) => boolean,
): readonly KeyReads[] {
	const groups = new Map<
		string,
		{ key: string; app: App | undefined; reads: [EnvRead, ...EnvRead[]] }
	>();
	for (const read of inSocketsFirst(graph.envReads)) {
		if (read.role !== "app" || !isAsked(read)) continue;
		const id = `${read.key}\n${read.app?.root ?? read.runtime}`;
		const group = groups.get(id);
		if (group) group.reads.push(read);
		else groups.set(id, { key: read.key, app: read.app, reads: [read] });
	}
	return [...groups.values()];
}

function inSocketsFirst(reads: readonly EnvRead[]): readonly EnvRead[] {
	return [...reads].sort(
		(a, b) => Number(b.inSocketUrl) - Number(a.inSocketUrl),
	);
}

/** The scenarios in which a read is answered in a given way. */
export function answered<S extends EnvAnswer["state"]>(
	read: EnvRead,
	state: S,
): readonly {
	readonly scenario: Scenario;
	readonly answer: Extract<EnvAnswer, { state: S }>;
}[] {
	return read.answers.flatMap(({ scenario, answer }) =>
		isState(answer, state) ? [{ scenario, answer }] : [],
	);
}

function isState<S extends EnvAnswer["state"]>(
	answer: EnvAnswer,
	state: S,
): answer is Extract<EnvAnswer, { state: S }> {
	return answer.state === state;
}

/** The build tool keeps the key from this read for that reason, and no `define` of unknown content may supply it after all. */
export function isHidden(
	read: EnvRead,
	because: "prefix" | "accessor",
): boolean {
	if (isBuiltIn(read.key)) return false;
	if (read.runtime === "browser" && read.app?.definedKeys.complete === false)
		return false;
	return answered(read, "hidden").some((a) => a.answer.because === because);
}

/** Example files that document an app's keys: its own, else those of no app that name such keys. */
export function examplesFor(
	graph: Graph,
	app: App | undefined,
): readonly EnvFileNode[] {
	const examples = graph.envFiles.filter((f) => f.role === "example");
	const own = examples.filter((f) => f.app === app && app !== undefined);
	if (own.length > 0) return own;
	const prefixes = app?.envPrefixes.values ?? [""];
	return examples.filter(
		(f) =>
			f.app === undefined &&
			f.entries.some((e) => prefixes.some((p) => e.key.startsWith(p))),
	);
}

/** Where env files name a key, as evidence; `said` makes the sentence. */
export function entriesOf(
	files: readonly EnvFileNode[],
	key: string,
	said: (file: EnvFileNode) => string,
): readonly Evidence[] {
	return files.flatMap((file) =>
		file.entries
			.filter((entry) => entry.key === key)
			.map((entry) => ({
				at: file.placeOf(entry, "key"),
				message: said(file),
			})),
	);
}

/** The other reads of a key. */
export function readElsewhere(reads: readonly EnvRead[]): readonly Evidence[] {
	return reads
		.slice(1)
		.map((read) => ({ at: read.at, message: `${read.key} is read here too` }));
}
