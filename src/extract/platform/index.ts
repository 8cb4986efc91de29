import type { PlatformFile } from "../../facts/index.js";
import type { Span } from "../../facts/place.js";
import { parseToml } from "../manifests/toml.js";
import { itemsOf, memberOf, parseYaml, placeOf, textOf } from "../yaml.js";
import { platformRuns } from "./runs.js";

/**
 * The file of a hosting platform: the names it deploys under, as far as the
 * platform makes them of what the file says, and what it runs. Pure; never throws.
 */
export function extractPlatform(text: string, path: string): PlatformFile {
	return {
		kind: "platform",
		hosts: hostsIn(text, path.slice(path.lastIndexOf("/") + 1)),
		commands: platformRuns(text, path),
	};
}

function hostsIn(text: string, name: string): PlatformFile["hosts"] {
	if (name === "fly.toml") return flyHosts(text);
	if (/^render\.ya?ml$/.test(name)) return renderHosts(text);
	return name === "CNAME" ? cnameHosts(text) : [];
}

/** `app = "chat"` answers as `chat.fly.dev`. */
function flyHosts(text: string): PlatformFile["hosts"] {
	const app = parseToml(text)?.app;
	if (typeof app !== "string" || app === "") return [];
	const start = text.indexOf(app);
	return [{ value: `${app}.fly.dev`, at: [start, start + app.length] }];
}

/** A web service called `chat` answers as `chat.onrender.com`, or with four more letters where somebody has that name; and under its own domains. */
function renderHosts(text: string): PlatformFile["hosts"] {
	return itemsOf(memberOf(parseYaml(text), "services")).flatMap((service) => {
		const name = memberOf(service, "name");
		const type = textOf(memberOf(service, "type"));
		const called = textOf(name);
		const domains = itemsOf(memberOf(service, "domains")).flatMap((domain) => {
			const value = textOf(domain);
			return value ? [{ value, at: placeOf(domain) }] : [];
		});
		if (!name || !called || !/^(?:web|static)$/.test(type ?? ""))
			return domains;
		const at = placeOf(name);
		return [
			{ value: `${called}.onrender.com`, at },
			{ value: `${called}-????.onrender.com`, at },
			...domains,
		];
	});
}

/** GitHub Pages serves under the name in this file. */
function cnameHosts(text: string): PlatformFile["hosts"] {
	const [host = ""] = /^[\w.-]+\.[a-z]{2,}/i.exec(text) ?? [];
	const at: Span = [0, host.length];
	return host === "" ? [] : [{ value: host, at }];
}
