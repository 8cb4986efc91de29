import { lint } from "../../src/lint.js";
import { memoryTree } from "./memory-tree.js";

/** A Vite app whose page is `src/main.ts`, next to a FastAPI server on port 8000. */
export interface Project {
	readonly main: string;
	/** Body of `server` in vite.config.ts. */
	readonly server?: string;
	readonly python?: string;
	readonly files?: Readonly<Record<string, string>>;
}

export interface Said {
	readonly rule: string;
	readonly severity: string;
	readonly at: string;
	readonly evidence: readonly string[];
	readonly fixes: readonly string[];
}

/** What wslint says of a project, for the rules of one category. */
export async function said(
	category: string,
	project: Project,
): Promise<readonly Said[]> {
	const { findings, failures } = await lint({
		tree: memoryTree(files(project)),
	});
	if (failures.length > 0) throw failures[0]?.error;
	return findings
		.filter((f) => f.rule.startsWith(`${category}/`))
		.map((f) => ({
			rule: f.rule,
			severity: f.severity,
			at: `${f.location.file}:${f.location.line}`,
			evidence: f.evidence.map((e) => e.at.file),
			fixes: f.fixes.map((fix) => fix.safety),
		}));
}

/** The page's own host over the scheme that fits, as code. */
export const pageSocket = (path: string): string =>
	`new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + "${path}");\n`;

/** A FastAPI app with these socket routes. */
export const fastapi = (...paths: readonly string[]): string =>
	[
		"from fastapi import FastAPI, WebSocket",
		"app = FastAPI()",
		...paths.map(
			(path, i) =>
				`@app.websocket("${path}")\nasync def s${i}(ws: WebSocket):\n    await ws.accept()`,
		),
		"",
	].join("\n");

function files({ main, server = "", python, files: more = {} }: Project) {
	return new Map([
		[
			"package.json",
			'{ "scripts": { "dev": "vite" }, "devDependencies": { "vite": "^7.0.0" } }',
		],
		[
			"vite.config.ts",
			`import { defineConfig } from "vite";\nexport default defineConfig({ server: { ${server} } });\n`,
		],
		["index.html", '<script type="module" src="/src/main.ts"></script>\n'],
		["src/main.ts", main],
		...(python === undefined
			? []
			: [
					["main.py", python] as const,
					["Procfile", "api: uvicorn main:app --port 8000\n"] as const,
				]),
		...Object.entries(more),
	]);
}
