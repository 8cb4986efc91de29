import { posix } from "node:path";
import type { Code } from "../../facts/code.js";
import type { Place } from "../../facts/place.js";
import { nameOf } from "../../tree/paths.js";
import type { Evaluator, Intrinsics, Program } from "../../value/evaluator.js";
import { Text } from "../../value/text.js";
import type { Accessor } from "../../value/value.js";
import type { EnvAnswer, World } from "../../value/world.js";
import type { Sources } from "../sources.js";
import {
	buildContext,
	type ServiceRef,
	servicesOf,
	serviceVariable,
} from "./commands.js";
import { launches } from "./launch.js";
import { namedEnvFiles } from "./named-env-files.js";
import {
	ancestors,
	dotenvValue,
	folderOf,
	isLiveEnvFile,
	within,
} from "./paths.js";
import { settingsIntrinsics } from "./python/settings.js";

/** The package a server's file belongs to, with the surroundings its code runs in. */
export interface Project {
	/** Folder, "" for the linted root. */
	readonly root: string;
	readonly runtime: "node" | "python";
	readonly program: Program;
	/** As started by hand, in development. */
	readonly world: World;
	readonly evaluator: Evaluator;
	/** The evaluator above, then one for each compose service that runs it. */
	readonly evaluators: readonly Evaluator[];
	inService(service: ServiceRef): Evaluator;
}

const MANIFESTS: Readonly<Record<Project["runtime"], RegExp>> = {
	python:
		/^(?:requirements[\w.-]*\.txt|pyproject\.toml|Pipfile|setup\.(?:py|cfg)|manage\.py)$/,
	node: /^package\.json$/,
};

const SOURCES: Readonly<Record<Project["runtime"], RegExp>> = {
	python: /\.py$/,
	node: /\.[cm]?[jt]sx?$/,
};

/** Projects of one set of sources; each is made once. */
export class Projects {
	/** Paths of all files of the tree. */
	readonly paths: ReadonlySet<string>;
	readonly #byRoot = new Map<string, Project>();
	readonly #rootOf = new Map<string, string>();
	readonly #manifests: Readonly<
		Record<Project["runtime"], ReadonlySet<string>>
	>;

	readonly #intrinsics: Intrinsics;

	constructor(readonly sources: Sources) {
		this.paths = new Set(sources.files.map((f) => f.path));
		this.#intrinsics = settingsIntrinsics(sources.program);
		const foldersOf = (runtime: Project["runtime"]) =>
			new Set(
				sources.files
					.filter((f) => MANIFESTS[runtime].test(posix.basename(f.path)))
					.map((f) => folderOf(f.path)),
			);
		this.#manifests = { python: foldersOf("python"), node: foldersOf("node") };
	}

	/** The project of a source file. */
	of(file: string): Project {
		const runtime = file.endsWith(".py") ? "python" : "node";
		return this.at(this.#root(file, runtime), runtime);
	}

	at(root: string, runtime: Project["runtime"]): Project {
		const key = `${runtime} ${root}`;
		const known = this.#byRoot.get(key);
		if (known) return known;
		const world = developmentWorld(this.sources, root, runtime);
		const evaluator = this.sources.evaluatorFor(world, this.#intrinsics);
		const services = servicesFor(this.sources, root).map((ref) => ({
			ref,
			evaluator: this.sources.evaluatorFor(
				containerWorld(this.sources, ref, world),
				this.#intrinsics,
			),
		}));
		const project: Project = {
			root,
			runtime,
			program: this.sources.program,
			world,
			evaluator,
			evaluators: [evaluator, ...services.map((s) => s.evaluator)],
			inService: (asked) =>
				services.find(
					({ ref }) =>
						ref.file === asked.file && ref.service.name === asked.service.name,
				)?.evaluator ?? evaluator,
		};
		this.#byRoot.set(key, project);
		return project;
	}

	#root(file: string, runtime: Project["runtime"]): string {
		const folder = folderOf(file);
		const key = `${runtime} ${folder}`;
		const known = this.#rootOf.get(key);
		if (known !== undefined) return known;
		const manifest = ancestors(folder).find((f) =>
			this.#manifests[runtime].has(f),
		);
		// A manifest at the top of a repository says little about a Python file far
		// below it; the import root does.
		const root =
			runtime === "node" || (manifest !== undefined && manifest !== "")
				? (manifest ?? folder)
				: this.#importRoot(folder);
		this.#rootOf.set(key, root);
		return root;
	}

	#importRoot(folder: string): string {
		let root = folder;
		while (root !== "" && this.paths.has(`${root}/__init__.py`))
			root = folderOf(root);
		const first = folder.split("/")[0] ?? "";
		return root === "" &&
			folder !== "" &&
			!this.paths.has(`${first}/__init__.py`)
			? first
			: root;
	}
}

/** Code facts of one runtime outside tests, mocks and stories, in path order. */
export function serverCode(
	sources: Sources,
	runtime: Project["runtime"],
): readonly { readonly file: string; readonly code: Code }[] {
	const roles = new Map(sources.files.map((f) => [f.path, f.role]));
	const found: { file: string; code: Code }[] = [];
	for (const [file, fact] of sources.facts)
		if (
			fact.kind === "code" &&
			SOURCES[runtime].test(file) &&
			!["test", "mock", "story"].includes(roles.get(file) ?? "app")
		)
			found.push({ file, code: fact });
	return found;
}

/**
 * What a server's process finds in its environment when it is started by hand:
 * the live env files of its folder and those above (python-dotenv and dotenv
 * look there). Example files supply nothing.
 */
function developmentWorld(
	sources: Sources,
	root: string,
	runtime: Project["runtime"],
): World {
	const files = envFilesFor(sources, root);
	const tracked = new Set(
		sources.files.flatMap((f) => (f.tracked ? [f.path] : [])),
	);
	const names = new Set(files.map((f) => nameOf(f)));
	// A file that is loaded by another name may set anything.
	const home = namedEnvFiles(sources, root).every(
		(f) => f !== undefined && names.has(nameOf(f)),
	)
		? files.find((f) => tracked.has(f) && isForPrograms(sources, f))
		: undefined;
	return worldOf(runtime, "dev", (key) => {
		for (const file of files) {
			const found = dotenvValue(sources.facts, file, key);
			if (found) return set(key, found);
		}
		return home === undefined
			? { state: "unsupplied", why: `nothing in this repository sets ${key}` }
			: {
					state: "unset",
					why: `${home} does not set ${key}`,
					evidence: { file: home, span: [0, 0] },
				};
	});
}

/** Whether an env file sets more than what Compose itself reads from a `.env` beside it. */
function isForPrograms(sources: Sources, file: string): boolean {
	const fact = sources.facts.get(file);
	return (
		fact?.kind === "env" &&
		fact.entries.some(
			(e) => !e.commentedOut && !/^(COMPOSE|DOCKER|BUILDKIT)_/.test(e.key),
		)
	);
}

/** What it finds inside a compose service; what that leaves out is as in development. */
function containerWorld(
	sources: Sources,
	service: ServiceRef,
	development: World,
): World {
	return worldOf(development.runtime, "container", (key, accessor, file) => {
		const found = serviceVariable(service, sources.facts, key);
		return found ? set(key, found) : development.env(accessor, key, file);
	});
}

function worldOf(
	runtime: World["runtime"],
	scenario: World["scenario"],
	env: (key: string, accessor: Accessor, file: string) => EnvAnswer,
): World {
	return {
		scenario,
		runtime,
		mode: "development",
		command: "serve",
		dev: undefined,
		env: (accessor, key, file) => env(key, accessor, file),
	};
}

function set(
	key: string,
	found: { readonly value: string; readonly at: Place },
): EnvAnswer {
	return {
		state: "set",
		text: Text.of(found.value, {
			kind: "env",
			key,
			at: found.at,
			read: found.at,
		}),
	};
}

/** Compose services that run something of this folder, or are built from it: `npm start` does not say what it runs. */
function servicesFor(sources: Sources, root: string): readonly ServiceRef[] {
	const found = new Map<string, ServiceRef>();
	for (const [file, fact] of sources.facts)
		for (const ref of fact.kind === "compose" ? servicesOf(file, fact) : [])
			if (buildContext(ref) === root)
				found.set(`${file}#${ref.service.name}`, ref);
	for (const { line, folders } of launches(sources))
		if (line.service && folders.some((f) => within(f, root) || within(root, f)))
			found.set(
				`${line.service.file}#${line.service.service.name}`,
				line.service,
			);
	return [...found.values()];
}

/** Live env files a process started in `root` reads, nearest first; `.env.local` wins over `.env`. */
function envFilesFor(sources: Sources, root: string): readonly string[] {
	const started = launches(sources)
		.filter((l) => !l.line.service)
		.flatMap((l) => l.folders.filter((f) => within(f, root)));
	const found: string[] = [];
	for (const folder of new Set([root, ...started, ...ancestors(root)]))
		for (const name of [".env.local", ".env.development", ".env.dev", ".env"]) {
			const path = folder === "" ? name : `${folder}/${name}`;
			if (isLiveEnvFile(path) && sources.facts.get(path)?.kind === "env")
				found.push(path);
		}
	return found;
}
