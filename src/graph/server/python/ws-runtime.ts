import { posix } from "node:path";
import type { PythonRequirements } from "../../../facts/index.js";
import type { Place, Span } from "../../../facts/place.js";
import type { Server } from "../../graph.js";
import type { Sources } from "../../sources.js";
import { ancestors, folderOf, join } from "../paths.js";

/**
 * Packages that bring `websockets` or `wsproto` with them (their own metadata
 * names one of the two). Where a package is doubtful it is listed: the finding
 * would be wrong, silence is not.
 */
const PROVIDERS = new Set([
	"websockets",
	"wsproto",
	"gradio",
	"gradio-client",
	"sanic",
	"google-genai",
	"google-adk",
	"supabase",
	"realtime",
	"yfinance",
	"mcp",
	"fastmcp",
	"hypercorn",
	"simple-websocket",
	"flask-socketio",
	"flask-sock",
	"python-engineio",
	"python-socketio",
	"httpx-ws",
	"chainlit",
	"nicegui",
	"reflex",
	"marimo",
	"langgraph-api",
	"deepgram-sdk",
	"elevenlabs",
	"cartesia",
	"livekit-agents",
	"pipecat-ai",
	"assemblyai",
	"hume",
	"edge-tts",
	"dashscope",
	"web3",
	"python-binance",
	"alpaca-py",
	"alpaca-trade-api",
	"pyppeteer",
	"playwright",
	"selenium",
	"trio-websocket",
	"fastapi-websocket-pubsub",
	"fastapi-websocket-rpc",
	"solana",
	"xrpl-py",
	"polygon-api-client",
	"prefect",
	"browser-use",
]);

/** Packages that bring one only with an extra. */
const PROVIDING_EXTRAS: Readonly<Record<string, readonly string[]>> = {
	uvicorn: ["standard"],
	fastapi: ["standard", "all", "standard-no-fastapi-cloud-cli"],
	"fastapi-cli": ["standard", "standard-no-fastapi-cloud-cli"],
	openai: ["realtime", "voice-helpers"],
	litellm: ["proxy"],
	gql: ["websockets", "all"],
};

/**
 * Whether a library that lets uvicorn speak WebSocket is declared (F1; one is
 * enough, RC12). Undefined when no requirements are found, when they cannot be
 * read completely (uvicorn may then have one all the same), or when neither
 * they nor a command name uvicorn.
 */
export function wsRuntimeOf(
	sources: Sources,
	file: string,
	startedByUvicorn: boolean,
): Server["wsRuntime"] {
	const found = requirementsFor(sources, file);
	const [main] = found;
	if (!main) return undefined;
	const packages = found.flatMap(({ path, fact }) =>
		fact.packages.map((p) => ({ ...p, path })),
	);
	const present =
		packages.some((p) => provides(p.name, p.extras)) ||
		lockedRuntime(sources, file) ||
		installedByCommand(sources);
	const uvicorn = packages.find((p) => p.name === "uvicorn");
	const line =
		uvicorn ??
		packages.find((p) => p.name === "fastapi" || p.name === "starlette");
	const servedByUvicorn = uvicorn !== undefined || startedByUvicorn;
	if (!present && (!line || !servedByUvicorn || found.some(isOpen)))
		return undefined;
	const evidence: Place = line
		? { file: line.path, span: line.at }
		: { file: main.path, span: START };
	return { present, evidence, requirements: evidence.file };
}

const START: Span = [0, 0];

/**
 * Whether more may be required than is listed: dynamic dependencies, a missing
 * include. A requirement by URL in a requirements file is one package that is
 * not a server's library.
 */
function isOpen({ fact }: RequirementsFile): boolean {
	return (
		!fact.complete &&
		(fact.format !== "requirements" || fact.packages.length === 0)
	);
}

function provides(name: string, extras: readonly string[]): boolean {
	return (
		PROVIDERS.has(name) ||
		extras.some((extra) => PROVIDING_EXTRAS[name]?.includes(extra))
	);
}

interface RequirementsFile {
	readonly path: string;
	readonly fact: PythonRequirements;
}

/** Requirements files of the nearest folder that has any, with everything they include. */
function requirementsFor(
	sources: Sources,
	file: string,
): readonly RequirementsFile[] {
	for (const folder of ancestors(folderOf(file))) {
		const here = [...sources.facts].flatMap(([path, fact]) =>
			fact.kind === "python-requirements" &&
			(folderOf(path) === folder ||
				folderOf(path) === join(folder, "requirements")) &&
			fact.packages.length + fact.includes.length > 0
				? [{ path, fact }]
				: [],
		);
		if (here.length > 0) return withIncludes(sources, here);
	}
	return [];
}

function withIncludes(
	sources: Sources,
	start: readonly RequirementsFile[],
): readonly RequirementsFile[] {
	const all = new Map(start.map((r) => [r.path, r]));
	for (const { path, fact } of all.values())
		for (const name of fact.includes) {
			const included = join(folderOf(path), name);
			const inner = sources.facts.get(included);
			if (all.has(included)) continue;
			all.set(included, {
				path: included,
				fact:
					inner?.kind === "python-requirements"
						? inner
						: {
								kind: "python-requirements",
								format: "requirements",
								packages: [],
								includes: [],
								complete: false,
							},
			});
		}
	return [...all.values()];
}

/** A lockfile beside the requirements decides by itself; one that is not read counts as having one. */
function lockedRuntime(sources: Sources, file: string): boolean {
	const locks = new Set(["poetry.lock", "uv.lock", "Pipfile.lock", "pdm.lock"]);
	return ancestors(folderOf(file)).some((folder) =>
		sources.files.some(
			(f) =>
				folderOf(f.path) === folder &&
				locks.has(posix.basename(f.path)) &&
				isLockedIn(sources, folder),
		),
	);
}

function isLockedIn(sources: Sources, folder: string): boolean {
	return (
		sources.lockedVersion(folder, "websockets") !== undefined ||
		sources.lockedVersion(folder, "wsproto") !== undefined ||
		sources.lockedVersion(folder, "uvicorn") === undefined
	);
}

/** `pip install websockets` in a Dockerfile or script. */
function installedByCommand(sources: Sources): boolean {
	const installs =
		/\b(?:pip[\d.]*|uv|poetry|pipenv)\b.*\b(?:install|add)\b.*(?:\bwebsockets\b|\bwsproto\b|\buvicorn\[standard|\bfastapi\[(?:standard|all))/s;
	for (const fact of sources.facts.values()) {
		if (
			fact.kind === "commands" &&
			fact.commands.some((c) => installs.test(c.text))
		)
			return true;
		if (
			fact.kind === "dockerfile" &&
			fact.stages.some((s) =>
				s.commands.some(
					(c) => c.instruction === "RUN" && installs.test(c.text),
				),
			)
		)
			return true;
	}
	return false;
}
