import { isEnvName } from "../tree/env-name.js";
import { nameOf } from "../tree/index.js";
import type { Editor } from "./source.js";

/** By a file's path; the first match decides. */
const EDITORS: readonly (readonly [RegExp, () => Promise<Editor>])[] = [
	[
		/\.([mc]?[jt]sx?|vue|svelte|astro|html?)$/,
		async () => (await import("./typescript/edit-script.js")).editScript,
	],
	[/\.py$/, async () => (await import("./python/edit-python.js")).editPython],
	[/\.ya?ml$/, async () => (await import("./yaml/edit-yaml.js")).editYaml],
	[
		/\.conf(\.(template|tmpl|tpl|j2))?$/,
		async () => (await import("./nginx/edit-nginx.js")).editNginx,
	],
	[/\.jsonc?$/, async () => (await import("./json/edit-json.js")).editJson],
	[
		/(^|\/)(pyproject\.toml|Pipfile|[^/]*requirements[^/]*\.(txt|in)|requirements\/[^/]+\.(txt|in))$/i,
		async () =>
			(await import("./requirements/edit-requirements.js")).editRequirements,
	],
];

/** What edits a file; nothing is loaded for languages that no repair touches. */
export async function editorFor(path: string): Promise<Editor> {
	const load = EDITORS.find(([pattern]) => pattern.test(path))?.[1];
	if (load) return load();
	if (isEnvName(nameOf(path)))
		return (await import("./dotenv/edit-env.js")).editEnv;
	return (await import("./plain/edit-plain.js")).editPlain;
}
