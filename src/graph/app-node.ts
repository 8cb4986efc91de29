import type { Place } from "../facts/place.js";
import type { Text } from "../value/text.js";
import type { Scenario, World } from "../value/world.js";
import type { Collection, Stated } from "./stated.js";

export type Framework =
	| "vite"
	| "cra"
	| "next"
	| "nuxt"
	| "vue-cli"
	| "angular"
	| "sveltekit"
	| "astro"
	| "webpack"
	| "html"
	| "none";

/** Something that shows a page: found by its config or manifest, not by its folder's name. */
export interface App {
	/** Folder, relative to the linted root; "" for the root itself. */
	readonly root: string;
	/** `web (Vite 5)`: for the first line of the report. */
	readonly title: string;
	readonly framework: Framework;
	/** Major version from the lockfile or manifest. */
	readonly major?: number;
	readonly devServer?: DevServer;
	/** `vite preview`: its proxy is the dev server's unless `preview.proxy` says otherwise (P19). */
	readonly previewServer?: DevServer;
	/** Folder that the production build is written to, relative to the linted root; absent where that is not known. */
	readonly outDir?: string;
	/** One world per scenario this app has. */
	readonly worlds: readonly World[];
	/** Page origins (`http://localhost:5173`) per scenario, where known. */
	readonly origins: readonly (Stated<string> & {
		readonly scenario: Scenario;
	})[];
	/** Prefixes the bundler exposes to client code (`VITE_`), with the place that sets them if not the default. */
	readonly envPrefixes: {
		readonly values: readonly string[];
		readonly at?: Place;
	};
	/** Keys supplied by `define`, `env:` blocks and the like. */
	readonly definedKeys: Collection<string>;
	/** Folder env files are read from; undefined when the config turns them off. */
	readonly envDir: string | undefined;
	/** Whether the declared (or the build tool's default) browser targets include browsers that reject relative WebSocket URLs (U1, E16). */
	readonly relativeUrls: {
		readonly supported: boolean;
		readonly why: string;
		readonly at?: Place;
	};
	/** The repository shows an https production page: place that shows it. */
	readonly httpsInProduction?: Stated<string>;
}

export interface DevServer {
	readonly framework: Framework;
	/** The config object (or the manifest) that describes it. */
	readonly at: Place;
	readonly port: Stated<number> | undefined;
	readonly https: boolean | undefined;
	/** `base`, starting with `/`. */
	readonly base: string;
	/** Where the HMR socket lives, if known. */
	readonly hmr: { readonly path: string; readonly ownPort: boolean };
	readonly proxy: Collection<ProxyEntry>;
	/** Where `proxy` stands or would be added (the object literal of `server`, else of the config), for fixes. */
	readonly proxyHome?: Place;
	/** The dev server may answer sockets itself (plugin with `configureServer`, middleware mode): reason. */
	readonly mayAnswer?: string;
}

/** What keeps upgrades from a proxy entry whatever its options say. */
export type Deafness =
	/** One target for everything, given as text: requests without an Accept header are left alone, upgrades among them (W3, W4). */
	| { readonly because: "string" }
	/** Vite has no HTTP server to hear upgrades on (P18); the place is `middlewareMode`. */
	| { readonly because: "middleware-mode"; readonly at: Place }
	/** This nitropack hands every upgrade to its worker (W11). */
	| { readonly because: "nitropack"; readonly version: string };

export interface ProxyEntry {
	readonly key: string;
	readonly keyAt: Place;
	/** The whole entry. */
	readonly at: Place;
	/** The options object or string. */
	readonly valueAt: Place;
	readonly shorthand: boolean;
	/** Does this key cover a path with query? By the dev server's own matching (P7–P9, W6). */
	matches(pathAndQuery: string): boolean;
	/** Why the key can never match any path (P8); undefined if it can. */
	readonly neverMatches?: string;
	/** The `ws` option as written; undefined when absent; "unknown" when not static. */
	readonly ws: boolean | undefined | "unknown";
	readonly wsAt?: Place;
	/** Whether upgrades are forwarded, by this dev server's semantics (P3–P6, W1–W6). */
	readonly forwardsUpgrades: boolean | "unknown";
	/** Why no upgrade is forwarded although the entry asks for it, or could not ask. */
	readonly deaf?: Deafness;
	readonly target: Stated<Text> | undefined;
	readonly changeOrigin: boolean | undefined;
	/** Which Origin the target sees: the page's where absent, the target's own with `rewriteWsOrigin` (P12, P13); `unknown` where headers are set by hand. */
	readonly sentOrigin?: "target" | "unknown";
	/** The `rewriteWsOrigin` property. */
	readonly sentOriginAt?: Place;
	/** Path on the target (rewrite, then target path prepended: P11); undefined when the rewrite is not static. */
	rewrite(pathAndQuery: string): string | undefined;
	/** True when a `rewrite` (or `pathRewrite`) is present. */
	readonly rewrites: boolean;
	/** The whole `rewrite` property, for removal. */
	readonly rewriteAt?: Place;
}
