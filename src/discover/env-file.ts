import { EXAMPLE_WORDS } from "../tree/env-name.js";
import { folderOf, nameOf } from "../tree/paths.js";

/** What an env file is for, by its name alone. */
export interface EnvFileRole {
	/**
	 * `live`: a tool may read it by this name (`mode` says when); `example`:
	 * documents keys, supplies none; `unread`: no tool looks for this name, only
	 * `env_file`, `--env-file` or a `load_dotenv(path)` can make it live.
	 */
	readonly role: "live" | "example" | "unread";
	/** `production` for `.env.production`; whether anything runs in that mode is for the graph to say. */
	readonly mode?: string;
	/** `.env.local`, `.env.[mode].local`. */
	readonly local: boolean;
	/** For an example: path of the file that it documents, which need not exist. */
	readonly of?: string;
}

const EXAMPLE = new RegExp(`^(${EXAMPLE_WORDS})$`, "i");
const STALE = /^(bak|backup|old|orig|save|swp|tmp|copy|disabled|\d+)$/i;

export function envFileRole(path: string): EnvFileRole {
	const name = nameOf(path);
	if (name === ".flaskenv") return { role: "live", local: false };
	const words = name.split(/[._-]/).filter((word) => word !== "");
	const example = words.findIndex((word) => EXAMPLE.test(word));
	if (example >= 0) return exampleOf(path, words[example] ?? "");
	if (!/^\.env(\.|$)/.test(name)) return { role: "unread", local: false };

	const parts = name.split(".").slice(2);
	const local = parts.at(-1) === "local";
	const modes = local ? parts.slice(0, -1) : parts;
	const [mode] = modes;
	// FACTS E6: `.env.local.development` is never read, and mode `local` is refused.
	if (modes.length > 1 || mode === "" || mode === "local")
		return { role: "unread", local };
	if (mode === undefined) return { role: "live", local };
	if (STALE.test(mode) || mode.endsWith("~")) return { role: "unread", local };
	return { role: "live", mode, local };
}

/** `.env.local.example` documents `.env.local`; `env.sample` and `.sample.env` document `.env`. */
function exampleOf(path: string, word: string): EnvFileRole {
	const folder = folderOf(path);
	const documented = nameOf(path)
		.replace(new RegExp(`[._-]?${word}(?=[._-]|$)`, "i"), "")
		.replace(/^(dot)?env(?=[._-]|$)/, ".env");
	const name = documented === "" ? ".env" : documented;
	const { mode, local } = envFileRole(name);
	return {
		role: "example",
		...(mode === undefined ? {} : { mode }),
		local,
		of: folder === "" ? name : `${folder}/${name}`,
	};
}
