/** Words that mark an env file as documentation. */
export const EXAMPLE_WORDS =
	"example|examples|sample|samples|template|tmpl|tpl|dist|default|defaults|schema";

const ENV_NAME = new RegExp(
	`^(\\.env([._-].+)?|\\.flaskenv|.+\\.env|\\.?(dot)?env\\.(${EXAMPLE_WORDS})|.+\\.env[._-](${EXAMPLE_WORDS}))$`,
	"i",
);
const OTHER_LANGUAGE =
	/\.([mc]?[jt]sx?|json|ya?ml|toml|md|py|rb|go|sh|ps1|bat|html|vault|keys|enc|gpg|age|lock|license)$/i;

/** Whether a file of this name (last segment) holds `KEY=value` lines. */
export function isEnvName(name: string): boolean {
	return /env/i.test(name) && ENV_NAME.test(name) && !OTHER_LANGUAGE.test(name);
}
