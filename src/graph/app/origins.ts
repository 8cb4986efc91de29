import type { Place } from "../../facts/place.js";
import type { PageAddress } from "../../value/world.js";
import type { App, DevServer, Stated } from "../graph.js";
import type { Sources } from "../sources.js";

/** The page's address behind a dev or preview server. */
export function pageOf(server: DevServer): PageAddress {
	const protocol =
		server.https === undefined ? undefined : server.https ? "https:" : "http:";
	const port = server.port?.value;
	return {
		protocol,
		hostname: "localhost",
		port:
			port === undefined
				? undefined
				: port === (protocol === "https:" ? 443 : 80)
					? ""
					: String(port),
	};
}

/** The page in production: what the settings say, else unknown except for https where the repository shows it. */
export function productionPage(
	sources: Sources,
	https: Stated<string> | undefined,
): PageAddress {
	const origin = sources.settings.productionOrigin;
	if (origin !== undefined && URL.canParse(origin)) {
		const { protocol, hostname, port } = new URL(origin);
		return {
			protocol: protocol === "http:" ? "http:" : "https:",
			hostname,
			port,
		};
	}
	return {
		protocol: https ? "https:" : undefined,
		hostname: undefined,
		port: undefined,
	};
}

/** Origins of the page in dev, preview and production, where known. */
export function originsOf(
	sources: Sources,
	dev: DevServer | undefined,
	preview: DevServer | undefined,
	at: Place,
): App["origins"] {
	const found: App["origins"][number][] = [];
	const add = (server: DevServer | undefined, scenario: "dev" | "preview") => {
		const port = server?.port;
		if (!server || !port) return;
		const host =
			port.value === 80 && !server.https
				? "localhost"
				: `localhost:${port.value}`;
		const schemes =
			server.https === undefined
				? ["http", "https"]
				: [server.https ? "https" : "http"];
		for (const scheme of schemes)
			found.push({
				value: `${scheme}://${host}`,
				at: port.at,
				steps: port.steps,
				scenario,
			});
	};
	add(dev, "dev");
	add(preview, "preview");
	const production = sources.settings.productionOrigin;
	if (production !== undefined && URL.canParse(production))
		found.push({
			value: new URL(production).origin,
			at,
			steps: [],
			scenario: "production",
		});
	return found;
}
