import { linesOfTree } from "../../src/engine/lines.js";
import type { LintResult } from "../../src/engine/result.js";
import { runRules } from "../../src/engine/run-rules.js";
import { type Place, place } from "../../src/facts/place.js";
import type { Attempt, Connection, Server } from "../../src/graph/graph.js";
import type { Verdict } from "../../src/graph/verdict.js";
import type { Report } from "../../src/rule/define-rule.js";
import { Text } from "../../src/value/text.js";
import type { Scenario, World } from "../../src/value/world.js";
import {
	connectionAt,
	placeOf,
	ruleThat,
	smallGraph,
} from "../engine/small-graph.js";
import { memoryTree } from "../rules/memory-tree.js";

/** A front end whose socket goes to a port where nobody listens. */
const FILES = {
	"web/src/chat.ts":
		'import { WS_URL } from "./config";\n\nexport const open = () => new WebSocket(WS_URL);\n',
	"web/.env": "VITE_WS_URL=ws://localhost:8001/ws?token=abcdef\n",
	"api/main.py": "uvicorn.run(app, port=8000)\n",
} as const;

const textOf = (file: keyof typeof FILES) => FILES[file];

export const at = (file: keyof typeof FILES, part: string): Place =>
	placeOf(file, textOf(file), part);

const world: World = {
	scenario: "dev",
	runtime: "node",
	mode: "development",
	command: "serve",
	dev: true,
	env: () => ({ state: "unsupplied", why: "" }),
};

const server: Server = {
	kind: "fastapi",
	at: at("api/main.py", "app"),
	title: "api (FastAPI)",
	root: "api",
	routes: { items: [], complete: true },
	unmounted: [],
	listens: {
		items: [
			{
				port: 8000,
				at: at("api/main.py", "8000"),
				tls: false,
				scenario: ["dev"],
			},
		],
		complete: true,
	},
	speaks: "websocket",
	matching: "exact",
	missSymptom: "403",
	origins: [],
	scenario: ["dev"],
	world,
	live: true,
};

const wrongPort: Verdict = {
	kind: "cannot-reach",
	fault: {
		code: "port",
		port: 8001,
		servers: [server],
		listens: server.listens.items,
	},
};

/** The sample's one connection with one attempt per scenario and verdict. */
export function sampleConnection(
	verdicts: Partial<Record<Scenario, Verdict>> = {
		dev: wrongPort,
		preview: wrongPort,
		production: { kind: "unknown", reason: "nothing says where it is served" },
	},
): Connection {
	const connection = connectionAt(
		at("web/src/chat.ts", "new WebSocket(WS_URL)"),
		{
			urlAt: at("web/src/chat.ts", "WS_URL)"),
		},
	);
	const value = at("web/.env", "ws://localhost:8001/ws?token=abcdef");
	const url = Text.of("ws://localhost:8001/ws?token=abcdef", {
		kind: "env",
		key: "VITE_WS_URL",
		at: value,
		read: at("web/src/chat.ts", "WS_URL }"),
	});
	const attempts: Attempt[] = Object.entries(verdicts).map(
		([scenario, verdict]) => ({
			scenario: scenario as Scenario,
			connection,
			url,
			address: { form: "unknown", reason: "not taken apart here" },
			status: "taken",
			when: [],
			steps: [
				{ at: at("web/src/chat.ts", "WS_URL }"), label: "import WS_URL" },
				{ at: value, label: "VITE_WS_URL" },
			],
			hops: [],
			verdict,
		}),
	);
	return { ...connection, attempts };
}

export const BROKEN: Report = {
	scenario: ["dev", "preview"],
	at: at("web/.env", "8001"),
	connection: "web/src/chat.ts#connect",
	message: {
		what: "no server listens on port 8001",
		why: "The FastAPI server listens on 8000; the console shows net::ERR_CONNECTION_REFUSED.",
		do: "Dial port 8000.",
	},
	evidence: [
		{
			at: at("web/src/chat.ts", "new WebSocket(WS_URL)"),
			message: "the socket",
		},
		{ at: at("api/main.py", "8000"), message: "the server's port" },
	],
	fixes: [
		{
			title: "Dial port 8000",
			safety: "safe",
			intents: [
				{ do: "replace-text", at: at("web/.env", "8001"), text: "8000" },
			],
		},
	],
};

/** What linting the sample gives when one rule makes these reports. */
export function sampleResult(
	reports: readonly Report[],
	parts: Partial<LintResult> = {},
): LintResult {
	const tree = memoryTree(Object.entries(FILES));
	const graph = smallGraph({
		connections: [sampleConnection()],
		servers: [server],
	});
	const { findings, failures } = runRules(
		graph,
		[ruleThat("route/port-mismatch", reports)],
		{ linesOf: linesOfTree(tree) },
	);
	const count = (severity: string) =>
		findings.filter((f) => f.severity === severity).length;
	return {
		version: 1,
		summary: {
			files: 3,
			connections: 1,
			resolved: 1,
			errors: count("error"),
			warnings: count("warning"),
			fixable: findings.filter((f) => f.fixes.length > 0).length,
			durationMs: 1,
		},
		findings,
		notes: [],
		graph,
		tree,
		failures,
		relint: () => Promise.reject(new Error("not in this sample")),
		...parts,
	};
}

export const NOWHERE: Place = place("gone.ts", [0, 4]);
