import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { linesOfTree } from "../src/engine/lines.js";
import { type LintFinding, type LintResult, lint } from "../src/index.js";
import { colorsFor } from "../src/report/colors.js";
import { trace } from "../src/report/trace/index.js";

const HOME = join(import.meta.dirname, "..", "fixtures", "incidents");

/** Every finding at warning or above, and words of what it must explain. */
const INCIDENTS: Readonly<
	Record<string, readonly (readonly [finding: string, ...said: string[]])[]>
> = {
	"000": [
		[
			"error cors/origin-missing .env:3",
			"http://localhost:5173",
			"No 'Access-Control-Allow-Origin' header",
		],
		[
			"warning cors/wildcard-with-credentials backend/callbacks.py:13",
			"the other entries mean nothing",
		],
		[
			"warning env/hardcoded-secret backend/config/settings.py:11",
			"api_key",
			"written in the code",
		],
		["warning env/undefined backend/config/settings.py:12", "SPEECH_API_KEY"],
		["warning url/loopback-in-production frontend/.env:1", "VITE_API_BASE_URL"],
		[
			"error url/loopback-in-production frontend/.env:2",
			"VITE_VOICE_WS_URL",
			"the production build too",
		],
		[
			"warning env/shared-value-disagrees frontend/.env:3",
			"another api_key",
			"403",
		],
		[
			"warning env/example-drift frontend/.env.example:7",
			"VITE_WS_BASE_URL",
			"nothing reads it",
		],
		[
			"warning url/credential-in-query frontend/src/chat/VoiceChat.tsx:13",
			"VITE_API_KEY",
			"access logs",
		],
		[
			"warning server/missing-ws-runtime requirements.txt:2",
			"No supported WebSocket library detected",
			"one of them is enough",
		],
	],
	"001": [
		[
			"warning env/example-drift modules/web/.env.example:2",
			"VITE_WEBSOCKET_URL",
		],
		[
			"error url/loopback-in-production modules/web/.env.production:2",
			"the visitor's own machine",
		],
		[
			"warning env/undefined modules/web/src/hooks/useHealth.ts:7",
			"VITE_API_BASE_URL",
			"production",
		],
		[
			"error url/hardcoded modules/web/src/store/socketSlice.ts:4",
			"ws://localhost:3000/ws",
			"location.host",
		],
		[
			"error proxy/target-port-mismatch modules/web/vite.config.ts:19",
			"3001",
			"3000",
		],
	],
	"002": [
		[
			"warning server/origin-check-rejects-page backend/app/config.py:8",
			"http://localhost:5173",
			"the page's Origin on unchanged",
		],
		[
			"warning env/empty-value frontend/.env.local:1",
			"VITE_API_URL is empty",
			"?? keeps it",
		],
		[
			"warning url/relative frontend/.env.local:3",
			"/api/chat/ws",
			"Chrome before 125",
			"Vite 7",
		],
		[
			"error route/mismatch frontend/.env.local.example:2",
			"the nearest is /api/chat/ws",
			"Unexpected response code: 403",
		],
		[
			"warning env/example-drift frontend/.env.local.example:4",
			"VITE_BACKEND_URL",
		],
		[
			"warning url/insecure-in-production frontend/.env.production:2",
			"An insecure WebSocket connection may not be initiated",
			"wss://",
		],
	],
	"003": [
		[
			"error server/http-only-dependency backend/app/agents.py:12",
			"HTTPBearer",
			"Unexpected response code: 500",
		],
		[
			"warning cors/lists-disagree backend/app/main.py:10",
			"http://localhost:3001",
			"two lists for one purpose",
		],
		[
			"error cors/malformed-origin backend/app/main.py:11",
			'"http://localhost:3000/"',
			"ends in a slash",
		],
		[
			"error deploy/container-host-in-browser docker-compose.yml:15",
			"http://backend:8000",
		],
		[
			"error deploy/container-host-in-browser docker-compose.yml:16",
			"ws://backend:8000",
			"net::ERR_NAME_NOT_RESOLVED",
		],
		[
			"error url/malformed frontend/.env.development:3",
			"localhost:8000/ws/events",
			"no scheme",
		],
		[
			"warning env/example-drift frontend/.env.example:2",
			"NEXT_PUBLIC_WEBSOCKET_URL",
		],
		[
			"error env/wrong-prefix frontend/src/providers/AgentSocketProvider.tsx:8",
			"WEBSOCKET_DEV_MODE never reaches the browser",
		],
		[
			"error env/undefined frontend/src/providers/AgentSocketProvider.tsx:15",
			"NEXT_PUBLIC_WS_URL",
			'"undefined"',
		],
	],
	"004": [
		[
			"warning server/sleep-after-accept backend/app/core/websocket_manager.py:22",
			"10 ms",
			"cannot be serialised",
		],
		[
			"error env/wrong-accessor frontend/src/components/ProfileCard.tsx:4",
			"import.meta.env.VITE_DEMO_USER_ID",
		],
		[
			"warning url/hardcoded-port frontend/src/components/StatusBadge.tsx:8",
			"8000",
			"location.host",
		],
		[
			"error url/hardcoded frontend/src/components/VoiceButton.tsx:15",
			"ws://localhost:8000/ws/voice",
		],
		[
			"error client/send-before-open frontend/src/components/VoiceButton.tsx:18",
			"Still in CONNECTING state",
		],
		[
			"error env/wrong-prefix frontend/src/components/WatchlistCard.tsx:6",
			"NEXT_PUBLIC_API_URL never reaches the browser",
		],
		[
			"warning url/loopback-in-production frontend/src/components/WatchlistCard.tsx:7",
			"VITE_API_URL",
		],
		[
			"error url/hardcoded frontend/src/utils/api-client.ts:1",
			"http://localhost:8000",
		],
	],
};

/** What the reports say and experiments refuted (FACTS §1). */
const FOLKLORE: readonly RegExp[] = [
	/(cannot|can't|not) (be )?(use|used by|proxied|proxy)\b/i,
	/(sockets?|they) (by-?pass|ignore)/i,
	/only (for|serves) (Vite's )?(own )?(HMR|hot reload)/i,
	/absolute URL is required|must be absolute/i,
	/needs? a (short )?sleep|small delay|race condition/i,
	/websockets and wsproto|both libraries/i,
	/remove (the )?Depends|Depends\(?\)? does not work/i,
	/middleware (blocks|rejects|breaks)/i,
	/restart the dev server/i,
];

const results = new Map<string, LintResult>();

beforeAll(async () => {
	for (const incident of Object.keys(INCIDENTS))
		for (const state of ["before", "after"])
			results.set(
				`${incident}/${state}`,
				await lint({ root: join(HOME, incident, state) }),
			);
});

function resultOf(incident: string, state: "before" | "after"): LintResult {
	const result = results.get(`${incident}/${state}`);
	if (!result) throw new Error(`${incident}/${state} was not linted`);
	return result;
}

function shown({ severity, rule, location }: LintFinding): string {
	return `${severity} ${rule} ${location.file}:${location.line}`;
}

function atWarning({ findings }: LintResult): readonly LintFinding[] {
	return findings.filter((f) => f.severity !== "info");
}

/** All a reader is told about a finding. */
function told({ message, evidence, fixes }: LintFinding): string {
	return [
		message.what,
		message.why,
		message.do,
		...evidence.map((e) => e.message),
		...fixes.map((f) => f.title),
	].join("\n");
}

function tracedText({ graph, tree }: LintResult): string {
	return trace(graph, graph.connections, {
		linesOf: linesOfTree(tree),
		colors: colorsFor(false),
		width: 120,
	});
}

describe.each(Object.entries(INCIDENTS))(
	"incident %s",
	(incident, expected) => {
		it("reports what was wrong, where, and nothing else", () => {
			expect(atWarning(resultOf(incident, "before")).map(shown)).toEqual(
				expected.map(([finding]) => finding),
			);
		});

		it.each(expected)("explains %s", (finding, ...said) => {
			const reported = resultOf(incident, "before").findings.find(
				(f) => shown(f) === finding,
			);
			const text = reported ? told(reported) : "";
			for (const words of said) expect(text).toContain(words);
		});

		it.each(["before", "after"] as const)(
			"repeats no folklore (%s)",
			(state) => {
				const result = resultOf(incident, state);
				const texts = [...result.findings.map(told), tracedText(result)];
				for (const text of texts)
					for (const false_ of FOLKLORE) expect(text).not.toMatch(false_);
			},
		);

		it("blames CORS for HTTP calls only", () => {
			for (const finding of resultOf(incident, "before").findings)
				if (!finding.rule.startsWith("cors/"))
					expect(told(finding)).not.toMatch(/\bCORS\b/);
		});

		it("is silent when the wiring is right, and has looked", () => {
			const after = resultOf(incident, "after");
			expect(atWarning(after).map(shown)).toEqual([]);
			expect(after.notes).toEqual([]);
			expect(after.failures).toEqual([]);
			expect(after.summary.connections).toBeGreaterThan(0);
			for (const { attempts } of after.graph.connections)
				expect(attempts.map((a) => a.verdict.kind)).not.toContain(
					"cannot-reach",
				);
		});

		it("evidence of a finding fits on a screen", () => {
			for (const finding of resultOf(incident, "before").findings)
				expect(finding.evidence.length).toBeLessThanOrEqual(6);
		});
	},
);

describe("incident 002", () => {
	const traced = () => tracedText(resultOf("002", "before"));

	it("traces all three sources of the socket's URL", () => {
		expect(traced()).toContain("options.url ?? VITE_WS_URL ?? DEFAULT_WS_URL");
		expect(traced()).toContain("frontend/.env.local:3");
	});

	it("traces the route composed of the router's prefix and its own path", () => {
		expect(traced()).toMatch(
			/route \/api\/chat\/ws\s+backend\/app\/api\/chat\.py:15/,
		);
	});

	it("says that the proxy block the report blamed carries the socket", () => {
		expect(traced()).toMatch(
			/proxy entry "\/api" to http:\/\/127\.0\.0\.1:8000 as \/api\/chat\/ws/,
		);
		expect(traced()).toContain("✓ reaches");
		expect(
			resultOf("002", "before").findings.filter(
				(f) => f.location.file === "frontend/vite.config.ts",
			),
		).toEqual([]);
	});

	it("reads the comma-separated setting as a list of origins", () => {
		const lists = resultOf("002", "before").graph.originLists;
		const cors = lists.find((list) => list.kind === "http-cors");
		expect(cors?.entries.items.map((entry) => entry.value)).toEqual([
			"http://localhost:3000",
			"http://127.0.0.1:3000",
		]);
	});
});

describe("incident 001", () => {
	it("traces the right proxy key beside the wrong one end to end", () => {
		expect(tracedText(resultOf("001", "after"))).toMatch(
			/proxy entry "\/ws" to ws:\/\/localhost:3000 as \/ws[\s\S]*route \/ws /,
		);
	});
});
