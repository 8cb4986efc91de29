import type { Code, Directive } from "./code.js";
import type { Span } from "./place.js";
import type { ServerSource } from "./server-source.js";

export type * from "./code.js";
export * from "./place.js";
export type * from "./server-source.js";

/** What extraction of one file yields. Pure data: no path, no other file. */
export type Fact =
	| Code
	| Markup
	| EnvFile
	| PackageManifest
	| PythonRequirements
	| ComposeFile
	| Dockerfile
	| NginxFile
	| CommandFile
	| TsConfig
	| LockFile
	| WranglerFile
	| PlatformFile
	| ServerSource
	| Unreadable;

/** A file that could not be read or parsed; reported once as a note, never fatal. */
export interface Unreadable {
	readonly kind: "unreadable";
	/** One line a user understands: "is not valid UTF-8", "is 52 MB, more than the 5 MB read". */
	readonly reason: string;
}

/** A file whose text breaks its own notation; what could be read of it is in the fact all the same. */
export interface MaybeMalformed {
	readonly syntaxError?: { readonly message: string; readonly at: Span };
}

/** Vue, Svelte, Astro, HTML: script blocks as `Code` whose spans are offsets in the whole file. */
export interface Markup {
	readonly kind: "markup";
	readonly dialect: "vue" | "svelte" | "astro" | "html";
	readonly scripts: readonly Code[];
	readonly directives: readonly Directive[];
}

export interface EnvFile {
	readonly kind: "env";
	readonly entries: readonly EnvEntry[];
	/** Byte order mark at the start: Vite 8 drops the first key (FACTS E11). */
	readonly bom: boolean;
	readonly directives: readonly Directive[];
}

export interface EnvEntry {
	readonly key: string;
	readonly keyAt: Span;
	/** Value as written, without surrounding quotes, escapes not processed. */
	readonly raw: string;
	/** The value inside its quotes, or trimmed; empty span at the end of the line for `KEY=`. */
	readonly valueAt: Span;
	readonly quote: '"' | "'" | "`" | "";
	/** As dotenv (Vite 5–7, CRA, Next) reads it, before expansion. */
	readonly dotenv: string | undefined;
	/** As Node's `parseEnv` (Vite 8) reads it, before expansion; undefined when it does not see the key. */
	readonly node: string | undefined;
	/** A `#` stands right behind the value, or in its place: what follows is a comment for every reader of Node's world (E9). */
	readonly cut?: true;
	/** `# KEY=value`: documents a key, supplies nothing. */
	readonly commentedOut: boolean;
	/** Value looks like a secret or the key is secret-shaped: never printed. */
	readonly secret: boolean;
}

export interface PackageManifest extends MaybeMalformed {
	readonly kind: "package";
	readonly name?: string;
	/** dependencies, devDependencies, peer and optional ones: name → range as written. */
	readonly dependencies: Readonly<
		Record<string, { readonly range: string; readonly dev: boolean }>
	>;
	readonly scripts: readonly {
		readonly name: string;
		readonly command: string;
		readonly at: Span;
	}[];
	readonly workspaces: readonly string[];
	/** CRA's `proxy` string. */
	readonly proxy?: { readonly value: string; readonly at: Span };
	/** `exports`, `main`, `module`, `types` source entries that may name local files. */
	readonly entries: Readonly<Record<string, string>>;
	readonly browserslist?: readonly string[];
	readonly engines: Readonly<Record<string, string>>;
	/** `wslint` key, for the config room. */
	readonly config?: { readonly value: unknown; readonly at: Span };
}

/** requirements*.txt, pyproject.toml, Pipfile. */
export interface PythonRequirements {
	readonly kind: "python-requirements";
	readonly format: "requirements" | "pyproject" | "pipfile";
	readonly packages: readonly {
		/** PEP 503 normalised: lower case, `-`. */
		readonly name: string;
		readonly extras: readonly string[];
		readonly specifier: string;
		readonly at: Span;
		/** Optional group (`extra`, `dev`) it belongs to. */
		readonly group?: string;
	}[];
	/** `-r other.txt`, `-c …` */
	readonly includes: readonly string[];
	/** False when something could not be read (URL requirement, dynamic dependencies). */
	readonly complete: boolean;
}

export interface ComposeFile extends MaybeMalformed {
	readonly kind: "compose";
	readonly services: readonly ComposeService[];
	readonly directives: readonly Directive[];
}

export interface KeyValue {
	readonly key: string;
	/** As written, `${X:-d}` not expanded; undefined for `- KEY` (taken from the caller's environment). */
	readonly value: string | undefined;
	readonly at: Span;
	readonly valueAt: Span;
}

export interface ComposeService {
	readonly name: string;
	readonly at: Span;
	readonly image?: string;
	readonly build?: {
		readonly context: string;
		readonly dockerfile?: string;
		readonly target?: string;
		readonly args: readonly KeyValue[];
	};
	/** Short and long syntax. Ranges are expanded up to 32. Ports are numbers, or undefined when not literal (`${X:-3000}` gives its default). */
	readonly ports: readonly {
		readonly host: number | undefined;
		readonly container: number | undefined;
		readonly at: Span;
	}[];
	readonly environment: readonly KeyValue[];
	readonly envFiles: readonly string[];
	/** `command` and `entrypoint`, joined as a shell line. */
	readonly command?: { readonly text: string; readonly at: Span };
	readonly workingDir?: string;
	readonly dependsOn: readonly string[];
	readonly hostNetwork: boolean;
	/** Bind mounts of the repository's own files: both paths as written. Absent when there is none. */
	readonly mounts?: readonly { readonly from: string; readonly to: string }[];
	/** Other names it answers to: container_name, network aliases, hostname. */
	readonly aliases: readonly string[];
	readonly profiles: readonly string[];
}

export interface Dockerfile {
	readonly kind: "dockerfile";
	readonly stages: readonly DockerStage[];
	readonly directives: readonly Directive[];
}

export interface DockerStage {
	/** `FROM x AS name`. */
	readonly name?: string;
	readonly from: string;
	readonly at: Span;
	readonly variables: readonly (KeyValue & {
		readonly instruction: "ARG" | "ENV";
	})[];
	readonly commands: readonly {
		readonly instruction: "RUN" | "CMD" | "ENTRYPOINT";
		/** Shell form, or exec form joined by spaces. */
		readonly text: string;
		readonly at: Span;
		/** WORKDIR in force, as written. */
		readonly workdir: string;
	}[];
	readonly expose: readonly number[];
	readonly copies: readonly {
		readonly from: string;
		readonly to: string;
		readonly stage?: string;
	}[];
}

/** An nginx configuration, or a template of one. Without statements for a `.conf` of another program. */
export interface NginxFile extends MaybeMalformed {
	readonly kind: "nginx";
	readonly statements: readonly NginxStatement[];
	readonly directives: readonly Directive[];
}

/** One directive: `listen 80;`, `location /ws { … }`. */
export interface NginxStatement {
	readonly name: string;
	/** From the name to its `;` or `}`. */
	readonly at: Span;
	readonly args: readonly {
		/** Without quotes, escapes resolved; `$name` and `${NAME}` not expanded. */
		readonly text: string;
		/** As written, with its quotes. */
		readonly at: Span;
	}[];
	/** The statements between its braces. */
	readonly block?: readonly NginxStatement[];
}

/** Shell scripts, Procfile, Makefile, CI workflows, README code blocks: command lines only. */
export interface CommandFile {
	readonly kind: "commands";
	readonly format: "shell" | "procfile" | "makefile" | "workflow" | "markdown";
	/** A workflow for pull requests none of whose steps hands anything on: what it builds reaches nobody. */
	readonly check?: true;
	readonly commands: readonly {
		readonly text: string;
		readonly at: Span;
		/** `cd` or `working-directory` in force, relative to the file's folder. */
		readonly cwd?: string;
		/** Variables set for this step: workflow `env:`, `KEY=v cmd`, `export KEY=v` above. */
		readonly env: readonly KeyValue[];
	}[];
	readonly directives: readonly Directive[];
}

export interface TsConfig extends MaybeMalformed {
	readonly kind: "tsconfig";
	readonly extends: readonly string[];
	readonly baseUrl?: string;
	readonly paths: Readonly<Record<string, readonly string[]>>;
}

/** Installed versions of the packages whose version decides what they do. */
export interface LockFile {
	readonly kind: "lockfile";
	readonly versions: Readonly<Record<string, string>>;
}

/** wrangler.toml and its JSON forms: a Cloudflare Worker. */
export interface WranglerFile {
	readonly kind: "wrangler";
	/** The module that answers requests, relative to the file's folder. */
	readonly main?: string;
	/** `dev.port`. */
	readonly port?: { readonly value: number; readonly at: Span };
	/** It configures a Pages project and no Worker. */
	readonly pages: boolean;
	/** Names it is deployed under; `*` is one label that is not known. */
	readonly hosts: readonly { readonly value: string; readonly at: Span }[];
}

/** The file of a hosting platform (fly.toml, render.yaml, CNAME …). */
export interface PlatformFile {
	readonly kind: "platform";
	/** Names it deploys under; `?` is one character that is not known. */
	readonly hosts: readonly { readonly value: string; readonly at: Span }[];
	/** What it builds and starts, with the variables it sets. */
	readonly commands: CommandFile["commands"];
}
