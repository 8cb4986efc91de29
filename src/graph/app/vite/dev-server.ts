import { posix } from "node:path";
import type { Place } from "../../../facts/place.js";
import type { DevServer, Framework, Stated } from "../../graph.js";
import {
	flagOf,
	isAbsent,
	numberOf,
	type Options,
	objectOf,
	optionAt,
	textOf,
	writtenAt,
} from "../options.js";
import { optionOf, type ToolRun } from "../scripts.js";
import type { Plugins } from "./plugins.js";
import { proxyEntries } from "./proxy.js";

/** What a dev server is described by. */
export interface Described {
	readonly framework: Framework;
	/** Vite's own options; absent without a config file. */
	readonly options: Options | undefined;
	/** Where the port may stand outside Vite's options (Astro's `server`). */
	readonly outer?: Options;
	readonly plugins: Plugins | undefined;
	/** The script that starts it. */
	readonly run: ToolRun | undefined;
	/** Config object, else manifest. */
	readonly at: Place;
	readonly defaultPort: number;
}

/** Vite's dev server as its config describes it. */
export function devServer(of: Described): DevServer {
	const { options } = of;
	const server = options && optionAt(options, "server");
	const mode = server && optionAt(server, "middlewareMode");
	const middleware = mode && middlewareMode(mode);
	const proxy = server
		? proxyEntries(
				optionAt(server, "proxy"),
				mode && middleware === "without server"
					? { because: "middleware-mode", at: writtenAt(mode) }
					: undefined,
			)
		: { items: [], complete: true };
	const port = portOf(of, server);
	const base = baseOf(options);
	const mayAnswer =
		middleware !== undefined
			? "Vite runs in middleware mode behind another server"
			: of.plugins?.mayAnswer;
	const home =
		(server && objectOf(server)?.at) ?? (options && objectOf(options)?.at);
	return {
		framework: of.framework,
		at: (options && objectOf(options)?.at) ?? of.at,
		port,
		https: server
			? httpsOf(optionAt(server, "https"))
			: of.options
				? undefined
				: false,
		base,
		hmr: hmrOf(server, base, port?.value),
		proxy,
		...(home && { proxyHome: home }),
		...(mayAnswer !== undefined && { mayAnswer }),
	};
}

/** `vite preview`: port 4173 and the dev server's proxy unless `preview` says otherwise (P19). */
export function previewServer(of: Described, dev: DevServer): DevServer {
	const preview = of.options && optionAt(of.options, "preview");
	const own = preview && optionAt(preview, "proxy");
	const { mayAnswer: _, ...rest } = dev;
	return {
		...rest,
		port: (preview && numberOf(optionAt(preview, "port"))) ?? {
			value: of.framework === "astro" ? (dev.port?.value ?? 4321) : 4173,
			at: dev.at,
			steps: [],
		},
		https:
			preview && !isAbsent(optionAt(preview, "https"))
				? httpsOf(optionAt(preview, "https"))
				: dev.https,
		hmr: { path: "", ownPort: true },
		proxy: own && !isAbsent(own) ? proxyEntries(own) : inherited(of, dev),
		...(preview &&
			objectOf(preview) && { proxyHome: objectOf(preview)?.at ?? dev.at }),
		...(of.plugins?.mayAnswer?.startsWith("a plugin in") && {
			mayAnswer: of.plugins.mayAnswer,
		}),
	};
}

/** The dev server's proxy, which middleware mode does not silence here. */
function inherited(of: Described, dev: DevServer): DevServer["proxy"] {
	return of.options && dev.proxy.items.some((entry) => entry.deaf)
		? proxyEntries(optionAt(of.options, "server", "proxy"))
		: dev.proxy;
}

/** The port of the script, of the config, else the default; undefined when it is set to something unknown. */
function portOf(
	of: Described,
	server: Options | undefined,
): Stated<number> | undefined {
	const flag = of.run && Number(optionOf(of.run, "--port", "-p"));
	if (flag && of.run) return { value: flag, at: of.run.at, steps: [] };
	for (const holder of [of.outer, server]) {
		const option = holder && optionAt(holder, "port");
		if (!option || isAbsent(option)) continue;
		return numberOf(option);
	}
	return { value: of.defaultPort, at: of.at, steps: [] };
}

/** `server.https`: an object or `true`; a plugin may switch it on too. */
function httpsOf(https: Options): boolean | undefined {
	const flag = flagOf(https);
	return flag === "unknown" ? undefined : flag === true;
}

/** `base` as the dev server uses it: a relative base is `/`, a full URL its path. */
function baseOf(options: Options | undefined): string {
	const base = options && textOf(optionAt(options, "base"))?.value;
	if (base === undefined || base === "" || base.startsWith(".")) return "/";
	const path = URL.canParse(base) ? new URL(base).pathname : base;
	const rooted = path.startsWith("/") ? path : `/${path}`;
	return rooted.endsWith("/") ? rooted : `${rooted}/`;
}

/**
 * The HMR socket sits at `base` joined with `hmr.path`, on the dev server's own
 * port unless `hmr.port` or `hmr.server` moves it. `hmr: false` leaves it where
 * it is (P16).
 */
function hmrOf(
	server: Options | undefined,
	base: string,
	port: number | undefined,
): DevServer["hmr"] {
	const hmr = server && optionAt(server, "hmr");
	if (!hmr || !objectOf(hmr)) return { path: base, ownPort: false };
	const path = textOf(optionAt(hmr, "path"))?.value;
	const own = numberOf(optionAt(hmr, "port"))?.value;
	return {
		path: path === undefined ? base : posix.join(base, path),
		ownPort:
			(own !== undefined && own !== port) || !isAbsent(optionAt(hmr, "server")),
	};
}

/** `true` leaves Vite without a server to hear upgrades on; `{ server }` gives it one (P18). */
function middlewareMode(
	option: Options,
): "with server" | "without server" | undefined {
	const object = objectOf(option);
	if (object)
		return object.entries.has("server") || !object.complete
			? "with server"
			: "without server";
	const flag = flagOf(option);
	if (flag === true) return "without server";
	return flag === "unknown" ? "with server" : undefined;
}
