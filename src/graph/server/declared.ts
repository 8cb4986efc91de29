import type { Listen, Server } from "../graph.js";
import type { Settings } from "../sources.js";
import { exactPath, socketRoute } from "./route-pattern.js";

const NOWHERE = { file: "", span: [0, 0] } as const;

/**
 * The back end of another repository, as the configuration describes it
 * (`backend.url`, `routes`); undefined when it describes none. Without routes
 * it answers nothing for certain.
 */
export function declaredServer(settings: Settings): Server | undefined {
	const { backendUrl, routes } = settings;
	if (backendUrl === undefined && routes === undefined) return undefined;
	const at = settings.at ?? NOWHERE;
	const listen =
		backendUrl === undefined ? undefined : listenOf(backendUrl, at);
	return {
		kind: "other",
		at,
		title: "the configured back end",
		root: "",
		routes: {
			items: (routes ?? []).map((path) =>
				socketRoute(path, at, exactPath(path)),
			),
			complete: routes !== undefined,
			...(routes === undefined && {
				reason: "the configuration names no routes of the back end",
			}),
		},
		unmounted: [],
		listens: {
			items: listen ? [listen] : [],
			complete: listen !== undefined,
			...(!listen && { reason: "the configuration names no backend.url" }),
		},
		speaks: "websocket",
		matching: "exact",
		missSymptom: "404",
		origins: [],
		scenario: ["dev", "preview", "production", "container"],
		world: {
			scenario: "dev",
			runtime: "node",
			mode: "development",
			command: "serve",
			dev: undefined,
			env: (_accessor, key) => ({
				state: "unsupplied",
				why: `nothing in this repository sets ${key}`,
			}),
		},
		live: true,
	};
}

/** Host name of the declared back end, without port. */
export function declaredHost(settings: Settings): string | undefined {
	return urlOf(settings.backendUrl)?.hostname;
}

function listenOf(backendUrl: string, at: Listen["at"]): Listen | undefined {
	const url = urlOf(backendUrl);
	if (!url) return undefined;
	const tls = url.protocol === "https:" || url.protocol === "wss:";
	return {
		port: url.port === "" ? (tls ? 443 : 80) : Number(url.port),
		at,
		tls,
		scenario: [],
	};
}

function urlOf(text: string | undefined): URL | undefined {
	return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}
