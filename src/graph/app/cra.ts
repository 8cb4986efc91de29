import type { CallFact, Code } from "../../facts/code.js";
import type { Place } from "../../facts/place.js";
import { samePlace } from "../../facts/place.js";
import { just, writtenText } from "../../value/evaluate/alternatives.js";
import type { Expr } from "../../value/expr.js";
import { cascade, cascadeFiles } from "../env/cascade.js";
import type { App, Collection, DevServer, ProxyEntry } from "../graph.js";
import type { Sources } from "../sources.js";
import { bundledApp, scriptPort, type Tool } from "./bundled.js";
import { NO_DEFINITIONS } from "./definitions.js";
import {
	dependsOn,
	type Layout,
	layoutOf,
	manifestPlace,
	type Package,
} from "./layout.js";
import { middlewareEntry } from "./middleware-proxy.js";
import type { Options } from "./options.js";
import { browserslistTargets, refusesRelative } from "./relative-urls.js";
import { purposeOf, type ToolRun, toolRuns } from "./scripts.js";
import { isServerSide } from "./server-side.js";

const TOOLS = new Set(["react-scripts", "react-app-rewired", "craco"]);

/** Every Create React App: a package that depends on react-scripts. */
export function craApps(sources: Sources): readonly App[] {
	const layout = layoutOf(sources);
	const runs = toolRuns(layout, TOOLS);
	return layout.packages
		.filter((own) => dependsOn(own, "react-scripts"))
		.map((own) =>
			craApp(
				sources,
				layout,
				own,
				runs.filter((r) => r.package === own),
			),
		);
}

function craApp(
	sources: Sources,
	layout: Layout,
	own: Package,
	runs: readonly ToolRun[],
): App {
	const tool: Tool = {
		framework: "cra",
		name: "Create React App",
		dependency: "react-scripts",
		output: "build",
		prefixes: ["REACT_APP_"],
		order: "local-first",
		anyMode: false,
		definitions: () => NO_DEFINITIONS,
		hides(accessor, key, file) {
			// Webpack folds `import.meta.env.X` to undefined there (W8).
			if (accessor === "import.meta.env")
				return {
					because: "accessor",
					why: "Create React App does not define import.meta.env",
				};
			const visible = key.startsWith("REACT_APP_") || BUILTIN.has(key);
			return visible || isServerSide(sources, "cra", file)
				? undefined
				: {
						because: "prefix",
						why: "only keys that start with REACT_APP_ reach the page",
					};
		},
	};
	const queries = own.manifest.browserslist;
	const refused = queries
		? refusesRelative(browserslistTargets(queries))
		: "Create React App builds for older browsers by default";
	return bundledApp(sources, own, tool, runs, {
		dev: craDevServer(sources, layout, own, runs),
		relativeUrls: refused
			? { supported: false, why: refused, at: manifestPlace(own) }
			: {
					supported: true,
					why: "the browserslist names recent browsers only",
					at: manifestPlace(own),
				},
	});
}

const BUILTIN = new Set([
	"NODE_ENV",
	"PUBLIC_URL",
	"WDS_SOCKET_HOST",
	"WDS_SOCKET_PATH",
	"WDS_SOCKET_PORT",
	"FAST_REFRESH",
]);

function craDevServer(
	sources: Sources,
	layout: Layout,
	own: Package,
	runs: readonly ToolRun[],
): DevServer {
	const at = manifestPlace(own);
	const run = runs.find((r) => purposeOf(r) === "serve");
	const env = cascade(
		sources,
		cascadeFiles(own.folder, "development", "local-first"),
		"dotenv",
	);
	const port = env.get("PORT");
	const inScript = scriptPort(run, 3000, at);
	const https = run?.env.HTTPS ?? env.get("HTTPS")?.text.value;
	return {
		framework: "cra",
		at,
		port:
			port?.text.value && inScript?.at === at
				? { value: Number(port.text.value), at: port.at, steps: [] }
				: inScript,
		https: https === "true",
		base: "/",
		// webpack-dev-server's own socket (W5).
		hmr: { path: "/ws", ownPort: false },
		proxy: craProxy(sources, layout, own),
	};
}

/** `src/setupProxy.js` if there is one, else the `proxy` string of package.json, which forwards no upgrades (W3). */
function craProxy(
	sources: Sources,
	layout: Layout,
	own: Package,
): Collection<ProxyEntry> {
	const folder = own.folder === "" ? "" : `${own.folder}/`;
	const setup = ["js", "ts"]
		.map((ext) => `${folder}src/setupProxy.${ext}`)
		.find(layout.has);
	if (setup !== undefined) return setupProxy(sources, setup);
	const rewired = [
		"craco.config.js",
		"craco.config.ts",
		"config-overrides.js",
	].some((name) => layout.has(folder + name));
	const string = own.manifest.proxy;
	const items = string ? [stringEntry(sources, own, string)] : [];
	return rewired
		? {
				items,
				complete: false,
				reason: "an override of the webpack config may add keys",
			}
		: { items, complete: true };
}

function stringEntry(
	sources: Sources,
	own: Package,
	proxy: { readonly value: string; readonly at: readonly [number, number] },
): ProxyEntry {
	const at: Place = { file: own.file, span: proxy.at };
	return middlewareEntry({
		key: "/",
		keyAt: at,
		at,
		options: {
			evaluator: sources.evaluatorFor(BUILD_WORLD),
			values: just(writtenText(proxy.value, at)),
			at,
		},
		withoutWs: false,
		deaf: { because: "string" },
	});
}

const BUILD_WORLD = {
	scenario: "dev",
	runtime: "node",
	mode: "development",
	command: "serve",
	dev: true,
	env: (_: string, key: string) =>
		({ state: "unsupplied", why: `${key} is taken from the shell` }) as const,
} as const;

/** `app.use(createProxyMiddleware('/ws', { … }))` and `app.use('/ws', createProxyMiddleware({ … }))`. */
function setupProxy(sources: Sources, file: string): Collection<ProxyEntry> {
	const evaluator = sources.evaluatorFor(BUILD_WORLD);
	const items: ProxyEntry[] = [];
	let complete = true;
	for (const [block, code] of sources.program.code(file).entries())
		for (const fact of code.calls) {
			const { call } = fact;
			if (
				!/^(createProxyMiddleware|proxy|legacyCreateProxyMiddleware)$/.test(
					calleeName(call.callee),
				)
			)
				continue;
			const scope = { file, block };
			const read = (expr: Expr): Options => ({
				evaluator,
				values: evaluator.evaluate(expr, scope),
				at: { file, span: expr.at },
			});
			const [first, second] = call.args;
			const mounted = mountOf(code, fact);
			const context = second ? first : mounted;
			const options = second ?? first;
			const keys = context && texts(read(context));
			if (!options || !keys || fact.inLoop) {
				complete = false;
				continue;
			}
			for (const key of keys)
				items.push(
					middlewareEntry({
						key,
						keyAt: { file, span: context.at },
						at: { file, span: call.at },
						options: read(options),
						withoutWs: false,
						lazily: second === undefined,
					}),
				);
		}
	return {
		items,
		complete,
		...(!complete && { reason: `some proxies in ${file} could not be read` }),
	};
}

function texts(options: Options): readonly string[] | undefined {
	const value =
		options.values.length === 1 ? options.values[0]?.value : undefined;
	if (value?.v === "text")
		return value.text.value === undefined ? undefined : [value.text.value];
	if (value?.v !== "array" || !value.complete) return undefined;
	const items = value.items.map((item) => options.evaluator.single(item));
	return items.every((i) => i?.v === "text" && i.text.known)
		? items.flatMap((i) => (i?.v === "text" ? [i.text.flat] : []))
		: undefined;
}

/** The path of the `app.use(path, …)` a proxy stands in. */
function mountOf(code: Code, inner: CallFact): Expr | undefined {
	const place = (expr: Expr) => ({ file: "", span: expr.at });
	for (const { call } of code.calls)
		if (
			calleeName(call.callee) === "use" &&
			call.args.length > 1 &&
			call.args.slice(1).some((arg) => samePlace(place(arg), place(inner.call)))
		)
			return call.args[0];
	return undefined;
}

function calleeName(callee: Expr): string {
	if (callee.k === "member" || callee.k === "ref" || callee.k === "global")
		return callee.name;
	return callee.k === "import" ? callee.name : "";
}
