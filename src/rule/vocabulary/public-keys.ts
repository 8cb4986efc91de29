import type { App, EnvRead, Graph } from "../../graph/graph.js";
import { bareKey } from "./env-keys.js";
import { queryCredentials } from "./query-credentials.js";

/** Named like something that proves who one is, whatever service it is for. */
const SECRET =
	/(?:^|_)(?:SECRET|PRIVATE_KEY|PASSWORD|PASSWD|SERVICE_ROLE(?:_KEY)?|ADMIN_KEY|SIGNING_KEY|ENCRYPTION_KEY)(?:_|$)/;

/** A key of a service; secret only when the server of the repository asks for the same. */
const SHARED = /(?:^|_)(?:API_KEY|ACCESS_TOKEN|AUTH_TOKEN|TOKEN)$/;

/** Named by the service as fit for everyone, or not a secret by its last word. */
const PUBLIC =
	/PUBLISHABLE|ANON|SITE_?KEY|APP_?KEY|PUBLIC_?KEY|CLIENT_ID|_(?:URL|URI|ENDPOINT|ENABLED|LENGTH|MIN|MAX|NAME|HEADER|REGEX|RESET)$/;

/** A secret that client code reads, and the server's own read of it where there is one. */
export interface PublicSecret {
	readonly read: EnvRead & { readonly app: App };
	readonly server: EnvRead | undefined;
}

/** Reads of secrets in client code, the first of each key and app. What stands in a socket's query is another rule's. */
export function* publicSecrets(graph: Graph): Iterable<PublicSecret> {
	const inQueries = new Set(
		graph.connections.flatMap((c) =>
			c.attempts.flatMap((a) => [...queryCredentials(a.url)].map((q) => q.key)),
		),
	);
	const seen = new Set<string>();
	for (const read of graph.envReads) {
		const { app, key } = read;
		if (!app || read.runtime !== "browser" || read.role !== "app") continue;
		if (read.reached === false || read.use === "test") continue;
		const prefix = app.envPrefixes.values.find(
			(p) => p !== "" && key.startsWith(p),
		);
		if (!prefix || PUBLIC.test(key) || inQueries.has(key)) continue;
		const bare = bareKey(key, app.envPrefixes.values);
		const server = graph.envReads.find(
			(r) => r.key === bare && (r.runtime === "python" || r.runtime === "node"),
		);
		if (!SECRET.test(bare) && !(SHARED.test(bare) && server)) continue;
		const id = `${app.root}\n${key}`;
		if (seen.has(id)) continue;
		seen.add(id);
		yield { read: { ...read, app }, server };
	}
}
