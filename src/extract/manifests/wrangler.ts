import type { Span, Unreadable, WranglerFile } from "../../facts/index.js";
import { nestsTooDeeply, TOO_DEEP } from "../../facts/nesting.js";
import { parseJsonObject, plainValue } from "./json.js";
import { parseToml, tableOf } from "./toml.js";

/** wrangler.toml, wrangler.json, wrangler.jsonc: how a Cloudflare Worker is run and where it is reached. Never throws. */
export function extractWrangler(
	text: string,
	path: string,
): WranglerFile | Unreadable {
	if (nestsTooDeeply(text)) return TOO_DEEP;
	const toml = path.endsWith(".toml");
	const parsed = toml ? parseToml(text) : objectIn(text);
	if (!parsed)
		return {
			kind: "unreadable",
			reason: toml ? "is not valid TOML" : "is not valid JSON",
		};
	const root = tableOf(parsed);
	const environments = Object.values(tableOf(root.env)).map(tableOf);
	const { port } = tableOf(root.dev);
	return {
		kind: "wrangler",
		...(typeof root.main === "string" && { main: root.main }),
		...(typeof port === "number" && {
			port: { value: port, at: spanOf(text, String(port)) },
		}),
		pages: root.pages_build_output_dir !== undefined,
		hosts: [root, ...environments]
			.flatMap(hostsOf)
			.map((host) => ({ value: host.shown, at: spanOf(text, host.written) })),
	};
}

function objectIn(text: string): unknown {
	const parsed = parseJsonObject(text);
	return parsed && plainValue(parsed.root);
}

/** Names it is deployed under: `route`, `routes`, and its name below workers.dev, where the account's name is not known. */
function hostsOf(table: Readonly<Record<string, unknown>>): readonly {
	readonly shown: string;
	readonly written: string;
}[] {
	const routes = Array.isArray(table.routes) ? table.routes : [];
	const patterns = [table.route, ...routes].flatMap((route: unknown) => {
		const pattern = typeof route === "string" ? route : tableOf(route).pattern;
		const host =
			typeof pattern === "string"
				? /^(?:https?:\/\/)?([\w.*-]+\.\w+)(?:[/:]|$)/.exec(pattern)?.[1]
				: undefined;
		return host && !host.startsWith("*")
			? [{ shown: host, written: host }]
			: [];
	});
	const { name } = table;
	return typeof name === "string" && table.workers_dev !== false
		? [...patterns, { shown: `${name}.*.workers.dev`, written: name }]
		: patterns;
}

/** Where a value is written: neither parser keeps positions of all of them. */
function spanOf(text: string, written: string): Span {
	const at = text.indexOf(written);
	return at < 0 ? [0, 0] : [at, at + written.length];
}
