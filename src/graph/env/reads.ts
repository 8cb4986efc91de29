import type { Code, KeyRead } from "../../facts/code.js";
import type { Expr } from "../../value/expr.js";
import type { Accessor } from "../../value/value.js";
import type { EnvAnswer, World } from "../../value/world.js";
import { appOf, isConfigFile, isServerSide } from "../app/index.js";
import type { App, EnvRead, Server } from "../graph.js";
import type { Sources } from "../sources.js";
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
 * Every read of an env key, in code that was parsed.
 * `socketReads`: reads whose value flows into a socket URL, as `file:start`.
 */
export function findEnvReads(
	sources: Sources,
	apps: readonly App[],
	servers: readonly Server[],
	socketReads: ReadonlySet<string> = new Set(),
): EnvRead[] {
	const roles = new Map(sources.files.map((f) => [f.path, f.role]));
	const found: EnvRead[] = [];
	for (const [file, fact] of [...sources.facts]) {
		const blocks: readonly Code[] =
			fact.kind === "code"
				? [fact]
				: fact.kind === "markup"
					? fact.scripts
					: [];
		if (blocks.length === 0) continue;
		const near = surroundings(sources, apps, servers, file);
		const add = (
			read: Pick<KeyRead, "key" | "keyAt" | "use"> & {
				readonly expr: { readonly at: KeyRead["keyAt"] };
			},
			accessor: EnvRead["accessor"],
			asked: Accessor,
			runtime: EnvRead["runtime"],
		) =>
			found.push({
				key: read.key,
				at: { file, span: read.expr.at },
				keyAt: { file, span: read.keyAt },
				accessor,
				runtime,
				app: runtime === "python" ? undefined : near.app,
				use: read.use,
				inSocketUrl: socketReads.has(`${file}:${read.expr.at[0]}`),
				role: roles.get(file) ?? "app",
				reached: undefined,
				answers: answersOf(near, runtime, asked, read.key, file),
			});
		for (const [block, code] of blocks.entries()) {
			for (const read of code.keyReads) {
				if (BUILTIN.has(read.key)) continue;
				const accessor = accessorOf(sources, file, block, read, near.worlds[0]);
				if (accessor === undefined) continue;
				add(
					read,
					accessor === "Deno.env" || accessor === "Bun.env"
						? "other"
						: accessor,
					accessor,
					runtimeOf(sources, file, code, accessor, near),
				);
			}
			if (code.language === "python")
				for (const read of settingsReads(sources, file, code))
					add(read, "settings", "os.environ", "python");
		}
	}
	return found;
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

/** What the read goes through; undefined when it is no environment at all (`config.API_URL` of a plain object). */
function accessorOf(
	sources: Sources,
	file: string,
	block: number,
	read: KeyRead,
	world: World | undefined,
): Accessor | undefined {
	const written = writtenAccessor(read.expr);
	if (written) return written;
	const of = heldBy(read.expr);
	if (!of) return undefined;
	const evaluator = sources.evaluatorFor(world ?? OPEN_WORLD);
	for (const { value } of evaluator.evaluate(of, { file, block }))
		if (value.v === "environment") return value.accessor;
	return undefined;
}

/** The object whose member, item or argument names the key. */
function heldBy(expr: Expr): Expr | undefined {
	if (expr.k === "member" || expr.k === "index") return expr.of;
	if (expr.k === "call" && expr.callee.k === "member") return expr.callee.of;
	return undefined;
}

/** The direct forms, told without evaluating anything. */
function writtenAccessor(expr: Expr): Accessor | undefined {
	if (expr.k === "call") return calledAccessor(expr.callee);
	const of = heldBy(expr);
	if (of?.k !== "member" && of?.k !== "import") return undefined;
	if (of.name === "environ") return "os.environ";
	if (of.name !== "env" || of.k !== "member" || of.of.k !== "global")
		return undefined;
	switch (of.of.name) {
		case "import.meta":
			return "import.meta.env";
		case "process":
			return "process.env";
		case "Bun":
			return "Bun.env";
		case "Deno":
			return "Deno.env";
		default:
			return undefined;
	}
}

/** `os.getenv("X")`, `os.environ.get("X")`, `Deno.env.get("X")`. */
function calledAccessor(callee: Expr): Accessor | undefined {
	if (
		(callee.k === "member" || callee.k === "import") &&
		callee.name === "getenv"
	)
		return "os.environ";
	if (callee.k !== "member") return undefined;
	const { of } = callee;
	if ((of.k === "member" || of.k === "import") && of.name === "environ")
		return "os.environ";
	return of.k === "member" &&
		of.name === "env" &&
		of.of.k === "global" &&
		of.of.name === "Deno"
		? "Deno.env"
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
	// Only a bundler fills it, and a Vite app has no other code that runs through one.
	if (accessor === "import.meta.env" && app.framework === "vite")
		return "browser";
	return isServerSide(sources, app.framework, file) ? "node" : "browser";
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

/** For code that belongs to nothing: only used to see what an expression is. */
const OPEN_WORLD: World = {
	scenario: "dev",
	runtime: "node",
	mode: "development",
	command: "serve",
	dev: undefined,
	env: (_, key) => ({
		state: "unsupplied",
		why: `nothing in this repository sets ${key}`,
	}),
};
