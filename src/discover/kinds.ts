import { isEnvName } from "../tree/env-name.js";
import { nameOf } from "../tree/paths.js";

/** Which extractor reads a file. */
export type FileKind =
	| "code-js"
	| "code-json"
	| "code-python"
	| "code-go"
	| "code-java"
	| "code-ruby"
	| "code-elixir"
	| "spring-settings"
	| "markup"
	| "env"
	| "package"
	| "workspace"
	| "python-requirements"
	| "compose"
	| "dockerfile"
	| "commands"
	| "workflow"
	| "tsconfig"
	| "nginx"
	| "front"
	| "platform"
	| "wrangler"
	| "lockfile"
	| "foreign"
	| "config";

/** First match decides; tested against the whole relative path. */
const KINDS: readonly (readonly [FileKind, RegExp])[] = [
	["config", /(^|\/)wslint\.config\.([mc]?[jt]s|jsonc?)$/],
	["package", /(^|\/)package\.json$/],
	["workspace", /(^|\/)pnpm-workspace\.ya?ml$/],
	[
		"lockfile",
		/(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|Pipfile\.lock)$/,
	],
	["tsconfig", /(^|\/)[tj]sconfig([.-][^/]*)?\.json$/],
	["code-js", /\.[mc]?[jt]sx?$/],
	["code-python", /\.py$/],
	["code-go", /\.go$/],
	["code-java", /\.java$/],
	["code-ruby", /\.(rb|ru)$|(^|\/)Gemfile$/],
	["code-elixir", /\.exs?$/],
	["spring-settings", /(^|\/)application(-[\w.]+)?\.(properties|ya?ml)$/],
	["markup", /\.(vue|svelte|astro|html?)$/],
	["python-requirements", /(^|\/)(pyproject\.toml|Pipfile)$/],
	["python-requirements", /(^|\/)[^/]*requirements[^/]*\.(txt|in)$/i],
	["python-requirements", /(^|\/)requirements\/[^/]+\.(txt|in)$/i],
	[
		"compose",
		/(^|\/)([^/]*[._-])?(docker-compose|compose)([._-][^/]*)?\.ya?ml$/,
	],
	[
		"dockerfile",
		/(^|\/)((Dockerfile|Containerfile)(?!.*\.(md|dockerignore|txt)$)([._-][^/]+)?|[^/]+\.(Dockerfile|Containerfile))$/i,
	],
	["commands", /\.(sh|bash|zsh|mk)$/],
	[
		"commands",
		/(^|\/)(Procfile([._-][^/]+)?|(GNU)?[Mm]akefile|[Jj]ustfile|README[^/]*\.md)$/i,
	],
	["workflow", /(^|\/)(\.github\/workflows\/[^/]+|\.gitlab-ci)\.ya?ml$/],
	// Their presence says that pages are served over https.
	[
		"platform",
		/(^|\/)(vercel\.json|netlify\.toml|fly\.toml|render\.ya?ml|railway\.(json|toml)|CNAME|firebase\.json)$/,
	],
	["wrangler", /(^|\/)wrangler\.(toml|jsonc?)$/],
	// Only their presence says something: requests pass through a proxy that is not read.
	[
		"front",
		/(^|\/)(Caddyfile[^/]*|haproxy[^/]*\.cfg|(traefik|envoy)[^/]*\.(ya?ml|toml)|[^/]*ingress[^/]*\.ya?ml|\.htaccess|httpd\.conf|apache2?\.conf)$|(^|\/)(k8s|kubernetes|kustomize|helm|charts?)\/.*\.ya?ml$/i,
	],
	// Read by nothing: that they are there shows a program whose servers are not known.
	[
		"foreign",
		/(^|\/)(go\.mod|pom\.xml|build\.(gradle(\.kts)?|sbt)|Cargo\.toml|composer\.json|Package\.swift|deno\.jsonc?|partykit\.json|project\.clj|deps\.edn|platformio\.ini|[^/]+\.(cs|fs)proj)$/,
	],
	["foreign", /\.(kt|scala|groovy)$/],
	// JSON that configures a tool or that code imports for an address.
	[
		"code-json",
		/(^|\/)((angular|workspace|\.angular-cli)\.json|proxy[^/]*\.json|[^/]*(config|environment|settings|constants)[^/]*\.json)$/i,
	],
	["nginx", /\.conf(\.(template|tmpl|tpl|j2|example))?$/],
];

/** The kind of a file by its path alone; undefined when nothing reads it. */
export function kindOf(path: string): FileKind | undefined {
	if (/\.(py|tsx?|jsx?)$/.test(path) && !path.includes("wslint.config."))
		return path.endsWith(".py") ? "code-python" : "code-js";
	const kind = KINDS.find(([, pattern]) => pattern.test(path))?.[0];
	return kind ?? (isEnvName(nameOf(path)) ? "env" : undefined);
}

/** How a file of kind `commands` is written. */
export function commandFormatOf(
	path: string,
): "shell" | "procfile" | "makefile" | "markdown" {
	const name = nameOf(path);
	if (/\.md$/i.test(name)) return "markdown";
	if (/^Procfile/i.test(name)) return "procfile";
	return /\.(sh|bash|zsh)$/.test(name) ? "shell" : "makefile";
}

/** How a file of kind `python-requirements` is written. */
export function requirementsFormatOf(
	path: string,
): "requirements" | "pyproject" | "pipfile" {
	const name = nameOf(path);
	if (name === "pyproject.toml") return "pyproject";
	return name === "Pipfile" ? "pipfile" : "requirements";
}

/** The dialect of a file of kind `markup`. */
export function markupDialectOf(
	path: string,
): "vue" | "svelte" | "astro" | "html" {
	const extension = path.slice(path.lastIndexOf(".") + 1);
	return extension === "vue" || extension === "svelte" || extension === "astro"
		? extension
		: "html";
}
