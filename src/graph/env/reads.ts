import type { Code, KeyRead } from "../../facts/code.js";
import { isSigningKey } from "../../facts/secret.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { Expr } from "../../value/expr.js";
import type { Accessor, Scope } from "../../value/value.js";
import type { EnvAnswer, World } from "../../value/world.js";
import { appOf, isConfigFile, isServerSide } from "../app/index.js";
import { guardBefore, guardOf } from "../connect/guard.js";
import type { App, EnvRead, Server, Stated } from "../graph.js";
import type { Sources } from "../sources.js";
import { accessorOf, OPEN_WORLD } from "./accessor.js";
import { startsInBun } from "./bun.js";
import { settingsReads } from "./settings-reads.js";

/** Keys the bundler itself answers: no env file is asked for them. */
const BUILTIN: ReadonlySet<string> = new Set([
	"MODE",
	"DEV",
	"PROD",
	"SSR",
	"BASE_URL",
	"NODE_ENV",
	"LEGACY",
	// Set by the test runners and workshops that run on Vite.
	"VITEST",
	"STORYBOOK",
	"HISTOIRE",
]);

/**
 * Every read of an env key, in code that was parsed; what tokens are signed
 * with is looked for in the other code as well.
 * `socketReads`: reads whose value flows into a socket URL, as `file:start`.
 */
export function findEnvReads(
	sources: Sources,
	apps: readonly App[],
	servers: readonly Server[],
	socketReads: ReadonlySet<string> = new Set(),
): EnvRead[] {
	const roles = new Map(sources.files.map((f) => [f.path, f.role]));
	const parsed = [...sources.facts.keys()];
	const found = parsed.flatMap((file) => readsIn(file));
	const seen = new Set(parsed);
	const signing = new Set(
		found.flatMap((r) => (r.fallback && isSigningKey(r.key) ? [r.key] : [])),
	);
	for (const key of signing)
		for (const file of new Set(sources.placesOf(key).map((p) => p.file)))
			if (!seen.has(file))
				found.push(...readsIn(file).filter((read) => read.key === key));
	return found;

	function readsIn(file: string): EnvRead[] {
		const blocks = sources.program.code(file);
		if (blocks.length === 0) return [];
		const near = surroundings(sources, apps, servers, file);
		return blocks.flatMap((code, block) =>
			[
				...keyReadsIn(sources, { file, block }, code, near),
				...settingsIn(sources, file, code),
			].map(({ read, accessor, asked, runtime }): EnvRead => {
				const fallback =
					read.otherwise &&
					literalIn(
						sources.evaluatorFor(near.worlds[0] ?? OPEN_WORLD),
						read.otherwise,
						{ file, block },
					);
				return {
					key: read.key,
					at: { file, span: read.expr.at },
					keyAt: { file, span: read.keyAt },
					accessor,
					runtime,
					app: runtime === "python" ? undefined : near.app,
					use: read.use,
					...(fallback && { fallback }),
					inSocketUrl: socketReads.has(`${file}:${read.expr.at[0]}`),
					role: roles.get(file) ?? "app",
					reached: undefined,
					answers: answersOf(near, runtime, asked, read.key, file),
				};
			}),
		);
	}
}
/** A read with what it goes through. */
interface FoundRead extends Pick<EnvRead, "accessor" | "runtime"> {
	readonly read: Pick<KeyRead, "key" | "keyAt" | "use" | "otherwise"> & {
		readonly expr: { readonly at: KeyRead["keyAt"] };
	};
	/** What is asked for the key's value. */
	readonly asked: Accessor;
}

function keyReadsIn(
	sources: Sources,
	scope: Scope,
	code: Code,
	near: Surroundings,
): readonly FoundRead[] {
	const { file, block } = scope;
	return code.keyReads.flatMap((read): FoundRead[] => {
		const asked = BUILTIN.has(read.key)
			? undefined
			: accessorOf(sources, file, block, read, near.worlds[0]);
		if (asked === undefined) return [];
		const placed = runtimeOf(sources, file, code, asked, near);
		const runtime =
			placed === "browser" && noPageRuns(sources, scope, code, read, near)
				? "node"
				: placed;
		const isOther = asked === "Deno.env" || asked === "Bun.env";
		return [{ read, asked, runtime, accessor: isOther ? "other" : asked }];
	});
}

/** Fields of settings classes. */
function settingsIn(
	sources: Sources,
	file: string,
	code: Code,
): readonly FoundRead[] {
	if (code.language !== "python") return [];
	return settingsReads(sources, file, code).map((read) => ({
		read,
		accessor: "settings",
		asked: "os.environ",
		runtime: "python",
	}));
}

interface Surroundings {
	readonly app: App | undefined;
	readonly server: Server | undefined;
	/** Worlds of the app, else the server's own. */
	readonly worlds: readonly World[];
}

function surroundings(
	sources: Sources,
	apps: readonly App[],
	servers: readonly Server[],
	file: string,
): Surroundings {
	const python = file.endsWith(".py");
	const app = python ? undefined : appOf(apps, file, sources);
	const server = servers
		.filter((s) => s.root === "" || file.startsWith(`${s.root}/`))
		.filter((s) => (s.world.runtime === "python") === python)
		.sort(
			(a, b) =>
				b.root.length - a.root.length || Number(b.live) - Number(a.live),
		)[0];
	return {
		app,
		server,
		worlds: app?.worlds ?? (server ? [server.world] : []),
	};
}

/** The one literal text that an expression is. */
function literalIn(
	evaluator: Evaluator,
	expr: Expr,
	scope: Scope,
): Stated<string> | undefined {
	const value = evaluator.single({ expr, scope });
	const text = value?.v === "text" ? value.text : undefined;
	const [origin, ...others] = text?.originsOf() ?? [];
	return text?.value !== undefined &&
		others.length === 0 &&
		origin?.kind === "literal"
		? { value: text.value, at: origin.at, steps: [] }
		: undefined;
}

function runtimeOf(
	sources: Sources,
	file: string,
	code: Code,
	accessor: Accessor,
	{ app }: Surroundings,
): EnvRead["runtime"] {
	if (code.language === "python") return "python";
	if (isConfigFile(file)) return "config";
	if (accessor === "Deno.env" || accessor === "Bun.env") return "node";
	if (!app) return accessor === "import.meta.env" ? "browser" : "node";
	// Only a bundler or Bun fills it, and a Vite app has no other code that runs through one.
	if (
		accessor === "import.meta.env" &&
		app.framework === "vite" &&
		!startsInBun(sources)
	)
		return "browser";
	return isServerSide(sources, app.framework, file) ? "node" : "browser";
}

/** The tests around a read (`typeof window === "undefined"`) keep it from every page: only Node runs it, if anything does. */
function noPageRuns(
	sources: Sources,
	scope: Scope,
	code: Code,
	read: KeyRead,
	{ worlds }: Surroundings,
): boolean {
	const guard = guardOf(code, read);
	return (
		guard !== undefined &&
		worlds.length > 0 &&
		worlds.every((world) => {
			const evaluator = sources.evaluatorFor(world);
			return evaluator
				.evaluate(guardBefore(read.expr.at, guard, evaluator, scope), scope)
				.every(({ value }) => value.v === "scalar" && value.value === false);
		})
	);
}

const RENDERS_ON_SERVER: ReadonlySet<string> = new Set([
	"next",
	"nuxt",
	"sveltekit",
	"astro",
]);

function answersOf(
	{ app, server, worlds }: Surroundings,
	runtime: EnvRead["runtime"],
	accessor: Accessor,
	key: string,
	file: string,
): EnvRead["answers"] {
	const answered = (
		world: World,
		scenario: World["scenario"],
		answer: EnvAnswer,
	) => ({
		scenario,
		mode: world.mode,
		answer,
	});
	const rendersOnServer = app && RENDERS_ON_SERVER.has(app.framework);
	if (runtime === "python" || (runtime === "node" && !rendersOnServer)) {
		if (!server) return [];
		const answer = server.world.env(accessor, key, file);
		return server.scenario.map((scenario) =>
			answered(server.world, scenario, answer),
		);
	}
	return worlds.map((world) =>
		answered(world, world.scenario, world.env(accessor, key, file)),
	);
}
