import type { Note } from "../engine/result.js";
import type { Span } from "../facts/place.js";
import { isUnreadable, type Tree } from "../tree/tree.js";
import { ConfigError } from "./config-error.js";
import type { Located } from "./located.js";
import type { Config } from "./schema.js";
import { type Settings, settingsOf } from "./settings.js";

/** In the order they are looked for; all stand at the linted root. */
const CODE_FILES = [
	"wslint.config.ts",
	"wslint.config.mts",
	"wslint.config.js",
	"wslint.config.mjs",
];
const JSON_FILE = "wslint.config.json";
const MANIFEST = "package.json";

export interface Loaded {
	readonly settings: Settings;
	/** The file that holds the configuration, if there is one. */
	readonly file: string | undefined;
	readonly notes: readonly Note[];
}

/**
 * The configuration at the root of a tree, read and never run; the defaults
 * when there is none. Throws `ConfigError`.
 */
export async function loadConfig(
	tree: Tree,
	ruleIds: readonly string[],
): Promise<Loaded> {
	const present = [...CODE_FILES, JSON_FILE, MANIFEST].filter((file) =>
		tree.has(file),
	);
	const found: { readonly located: Located; readonly text: string }[] = [];
	for (const file of present) {
		const text = textOf(tree, file);
		if (text === undefined) continue;
		const located = await read(file, text);
		if (located) found.push({ located, text });
	}
	const [first, ...others] = found;
	if (!first) return { settings: settingsOf(), file: undefined, notes: [] };
	const { checkConfig } = await import("./check-config.js");
	const config = checkConfig(first.located, first.text, ruleIds);
	return {
		settings: settingsOf(config, first.located.file),
		file: first.located.file,
		notes: others.map(({ located }) => ({
			file: located.file,
			message: `holds a wslint configuration too; ${first.located.file} is used`,
		})),
	};
}

/** Settings of a configuration given by a program. Throws `ConfigError`. */
export async function settingsFrom(
	config: Config,
	ruleIds: readonly string[],
): Promise<Settings> {
	const { checkConfig } = await import("./check-config.js");
	const nowhere: Span = [0, 0];
	const located: Located = {
		file: "config",
		value: config,
		keyAt: () => nowhere,
		valueAt: () => nowhere,
	};
	return settingsOf(checkConfig(located, "", ruleIds));
}

async function read(file: string, text: string): Promise<Located | undefined> {
	if (file === MANIFEST) {
		if (!text.includes('"wslint"')) return undefined;
		const { readJson } = await import("./read-json.js");
		return readJson(file, text, "wslint");
	}
	if (file === JSON_FILE) {
		const { readJson } = await import("./read-json.js");
		return readJson(file, text);
	}
	const { readCode } = await import("./read-code.js");
	const { extractJavaScript } = await import("../extract/javascript/index.js");
	return readCode(file, text, extractJavaScript(text, file));
}

/** Undefined for a package.json that cannot be read: that is a note of the run, not a bad configuration. */
function textOf(tree: Tree, file: string): string | undefined {
	const text = tree.readText(file);
	if (!isUnreadable(text)) return text.text;
	if (file === MANIFEST) return undefined;
	throw new ConfigError([{ where: file, message: text.reason }]);
}
