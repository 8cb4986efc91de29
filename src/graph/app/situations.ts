import { envFileRole } from "../../discover/env-file.js";
import type { Place } from "../../facts/place.js";
import type { PageAddress } from "../../value/world.js";
import { type Build, buildsOf, inlineTable } from "../env/builds.js";
import type { Site } from "../env/site.js";
import type { EnvTable } from "../env/supplied.js";
import type { App, Stated } from "../graph.js";
import type { Sources } from "../sources.js";
import { layoutOf } from "./layout.js";
import type { Situation } from "./worlds.js";

/** Modes an app is judged in, at most (DESIGN §4). */
const MOST_WORLDS = 8;

/** What is known about how an app is started and built. */
export interface Running {
	readonly site: Site;
	/** Modes its dev scripts name; `development` first where one names none. */
	readonly devModes: readonly Started[];
	readonly buildModes: readonly Started[];
	readonly devPage: PageAddress;
	readonly previewPage?: PageAddress;
	readonly productionPage: PageAddress;
	readonly envDir: string | undefined;
	/** Whether the tool knows modes beside `development` and `production`. */
	readonly anyMode: boolean;
	/** Port the dev server listens on inside a container. */
	readonly devPort: number | undefined;
}

export interface Started {
	readonly mode: string;
	/** Variables the script sets. */
	readonly env: Readonly<Record<string, string>>;
	readonly at: Place;
}

/** An origin of the page when a container serves it. */
type ContainerOrigin = App["origins"][number];

/** All situations of an app, one per scenario and mode, and the origins its containers give it. */
export function situationsOf(
	sources: Sources,
	running: Running,
): {
	readonly situations: readonly Situation[];
	readonly containerOrigins: readonly ContainerOrigin[];
} {
	const builds = buildsOf(sources, running.site);
	const situations: Situation[] = [];
	const add = (situation: Situation) => {
		const twin = situations.some(
			(s) => s.scenario === situation.scenario && s.mode === situation.mode,
		);
		if (!twin) situations.push(situation);
	};
	for (const { mode, env, at } of running.devModes)
		add({
			scenario: "dev",
			mode,
			command: "serve",
			dev: true,
			page: running.devPage,
			process: inlineTable(env, at),
		});
	const production = withoutDevelopment([
		...running.buildModes,
		...namedModes(sources, running, builds),
	]);
	const [main] = production;
	if (running.previewPage && main)
		add({
			scenario: "preview",
			mode: main.mode,
			command: "build",
			dev: false,
			page: running.previewPage,
			process: inlineTable(main.env, main.at),
		});
	for (const { mode, env, at } of production) {
		const steps = builds.filter(
			(b) => b.scenario === "production" && b.mode === mode,
		);
		const builder = steps.find((s) => s.builder)?.builder;
		add({
			scenario: "production",
			mode,
			command: "build",
			dev: false,
			page: running.productionPage,
			process: merged(inlineTable(env, at), ...steps.map((s) => s.supplies)),
			outside: new Set(steps.flatMap((s) => [...s.outside])),
			...(builder && { builder }),
		});
	}
	const containerOrigins: ContainerOrigin[] = [];
	for (const build of builds) {
		if (build.scenario !== "container") continue;
		const port = publishedPort(build, running.devPort);
		add(containerSituation(build, port));
		if (port && !containerOrigins.some((o) => o.value === originOf(port.value)))
			containerOrigins.push({
				value: originOf(port.value),
				at: port.at,
				steps: [],
				scenario: "container",
			});
	}
	return { situations: bounded(situations), containerOrigins };
}

function containerSituation(
	build: Build,
	port: Stated<number> | undefined,
): Situation {
	const serves = build.purpose === "serve";
	const page: PageAddress = port
		? {
				protocol: "http:",
				hostname: "localhost",
				port: port.value === 80 ? "" : String(port.value),
			}
		: { protocol: undefined, hostname: undefined, port: undefined };
	return {
		scenario: "container",
		mode: build.mode,
		command: serves ? "serve" : "build",
		dev: serves,
		page,
		process: build.supplies,
		outside: build.outside,
		...(build.builder && { builder: build.builder }),
	};
}

/** The host port behind which the container serves the page. */
function publishedPort(
	build: Build,
	devPort: number | undefined,
): Stated<number> | undefined {
	const inside =
		build.purpose === "serve" ? (build.port ?? devPort) : undefined;
	const published =
		build.ports.find((p) => p.container === inside && inside !== undefined) ??
		(build.purpose === "build" || build.ports.length === 1
			? build.ports[0]
			: undefined);
	return published?.host === undefined
		? undefined
		: { value: published.host, at: published.at, steps: [] };
}

function originOf(port: number): string {
	return port === 80 ? "http://localhost" : `http://localhost:${port}`;
}

/** Modes that env files or build steps name beside the ones of the scripts. */
function namedModes(
	sources: Sources,
	running: Running,
	builds: readonly Build[],
): readonly Started[] {
	if (!running.anyMode) return [];
	const known = new Set(
		[...running.devModes, ...running.buildModes].map((s) => s.mode),
	);
	const found: Started[] = [];
	const add = (mode: string, at: Place) => {
		if (known.has(mode)) return;
		known.add(mode);
		found.push({ mode, env: {}, at });
	};
	for (const build of builds)
		if (build.scenario === "production") add(build.mode, build.at);
	if (running.envDir !== undefined)
		for (const path of layoutOf(sources).filesIn(running.envDir)) {
			const { role, mode } = envFileRole(path);
			if (
				role === "live" &&
				mode !== undefined &&
				!NEVER_BUILT.has(mode) &&
				!OF_ONE_MACHINE.has(mode) &&
				sources.facts.get(path)?.kind === "env"
			)
				add(mode, { file: path, span: [0, 0] });
		}
	return found;
}

/** `vite build --mode development` is a build nobody deploys while another one exists. */
function withoutDevelopment(modes: readonly Started[]): readonly Started[] {
	const deployed = modes.filter(
		({ mode }) => !/^(dev|development|test)$/.test(mode),
	);
	return deployed.length > 0 ? deployed : modes;
}

/** Modes whose builds run on the machine that makes them: what a compose file or a test run asks for, and nobody deploys. */
const OF_ONE_MACHINE: ReadonlySet<string> = new Set([
	"docker",
	"compose",
	"container",
	"e2e",
	"ci",
]);

/** `test` is Vitest's; the others are names people expect to work and no tool reads (E6). */
export const NEVER_BUILT: ReadonlySet<string> = new Set([
	"test",
	"development",
	"prod",
	"dev",
	"local",
]);

function merged(...tables: readonly EnvTable[]): EnvTable {
	return new Map(tables.toReversed().flatMap((t) => [...t]));
}

/** Every scenario keeps at least its first situation. */
function bounded(situations: readonly Situation[]): readonly Situation[] {
	if (situations.length <= MOST_WORLDS) return situations;
	const first = situations.filter(
		(s, i) => situations.findIndex((t) => t.scenario === s.scenario) === i,
	);
	const rest = situations.filter((s) => !first.includes(s));
	const kept = new Set([...first, ...rest].slice(0, MOST_WORLDS));
	return situations.filter((s) => kept.has(s));
}
