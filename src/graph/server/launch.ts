import type { Sources } from "../sources.js";
import {
	expandWord,
	option,
	parseCommandLine,
	positionals,
	type SimpleCommand,
} from "./command-line.js";
import { type CommandLine, commandLines } from "./commands.js";
import { join } from "./paths.js";

/** One start of a server, as a command line says it. */
export interface Launch {
	readonly line: CommandLine;
	readonly program: string;
	/** `pkg.mod:app` of an ASGI or WSGI server, or the path of a script. */
	readonly target:
		| { readonly kind: "module"; readonly name: string }
		| { readonly kind: "file"; readonly path: string };
	/** Folders the target is looked up from, most likely first. */
	readonly folders: readonly string[];
	/** `--factory`. */
	readonly factory: boolean;
	/** `none`: the command does not say and the program has no default of its own. */
	readonly port: number | "unknown" | "none";
	readonly tls: boolean;
}

/** Ports that the servers listen on when the command names none. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
	uvicorn: 8000,
	gunicorn: 8000,
	hypercorn: 8000,
	daphne: 8000,
	granian: 8000,
	fastapi: 8000,
	flask: 5000,
};

/** What `manage.py runserver` listens on without an address. */
const DJANGO_PORT = 8000;

/** Options of those servers that take a word, so that the word is not read as the target. */
const TAKING_VALUE = new Set(
	[
		"--host --port --uds --fd --reload-dir --reload-include --reload-exclude --reload-delay --workers --loop --http",
		"--ws --ws-max-size --ws-max-queue --ws-ping-interval --ws-ping-timeout --ws-per-message-deflate --lifespan",
		"--interface --env-file --log-config --log-level --forwarded-allow-ips --root-path --limit-concurrency",
		"--backlog --limit-max-requests --timeout-keep-alive --timeout-graceful-shutdown --ssl-keyfile --ssl-certfile",
		"--ssl-keyfile-password --ssl-version --ssl-cert-reqs --ssl-ca-certs --ssl-ciphers --header --app-dir",
		"--h11-max-incomplete-event-size --bind --worker-class --threads --timeout --config --chdir --pid --user --group",
		"--access-logfile --error-logfile --access-log --error-log --log-file --name --keyfile --certfile --graceful-timeout",
		"--keep-alive --max-requests --max-requests-jitter --worker-connections --app --env --pythonpath --threading-mode",
		"-b -k -w -t -c -D -n -p -H -u -m -e -A -r",
	].flatMap((line) => line.split(" ")),
);

const launched = new WeakMap<Sources, readonly Launch[]>();

/** Every server start that the repository's command lines show. */
export function launches(sources: Sources): readonly Launch[] {
	const known = launched.get(sources);
	if (known) return known;
	const found = commandLines(sources).flatMap((line) =>
		parseCommandLine(line.text).flatMap((command) => {
			const launch = launchOf(command, line);
			return launch ? [launch] : [];
		}),
	);
	launched.set(sources, found);
	return found;
}

function launchOf(
	command: SimpleCommand,
	line: CommandLine,
): Launch | undefined {
	const { program, args } = command;
	const folders = line.folders.map((f) =>
		command.cwd === "" ? f : join(f, command.cwd),
	);
	const target = targetOf(program, args, command);
	if (!target) return undefined;
	const appDir =
		option(args, "--app-dir", "--chdir", "--pythonpath") ?? undefined;
	const lookup = expanding((key) => command.env[key] ?? line.env(key));
	return {
		line,
		program,
		target,
		folders:
			appDir === undefined
				? folders
				: [...folders.map((f) => join(f, appDir)), ...folders],
		factory: args.includes("--factory"),
		port: portOf(program, args, lookup),
		tls: args.some((a) =>
			/^--(?:ssl-)?(?:certfile|keyfile|ssl-certificate)/.test(a),
		),
	};
}

/** Variables set from variables: `APP_PORT="${PORT:-5000}"` is 5000; a variable that rests on itself counts as not set there. */
function expanding(
	lookup: (key: string) => string | undefined,
	asked: readonly string[] = [],
): (key: string) => string | undefined {
	return (key) => {
		const value = asked.includes(key) ? undefined : lookup(key);
		return value?.includes("$")
			? expandWord(value, expanding(lookup, [...asked, key]))
			: value;
	};
}

function targetOf(
	program: string,
	args: readonly string[],
	command: SimpleCommand,
): Launch["target"] | undefined {
	const named = (name: string | undefined): Launch["target"] | undefined =>
		name && /^[\w.]+(?::[\w.]+(?:\(.*\))?)?$/.test(name)
			? { kind: "module", name }
			: undefined;
	const words = positionals(args, TAKING_VALUE);
	switch (program) {
		case "uvicorn":
		case "gunicorn":
		case "hypercorn":
		case "daphne":
		case "granian":
			return named(words.find((w) => w.includes(":")) ?? words[0]);
		case "fastapi":
			return words[0] === "run" || words[0] === "dev"
				? { kind: "file", path: words[1] ?? "main.py" }
				: undefined;
		case "flask": {
			if (!words.includes("run")) return undefined;
			const app = option(args, "--app", "-A") ?? command.env.FLASK_APP ?? "app";
			return app.endsWith(".py") ? { kind: "file", path: app } : named(app);
		}
		case "python":
			if (args[0] === "-m") return named(args[1]);
			return script(
				args.find((a) => !a.startsWith("-")),
				/\.py$/,
			);
		case "node":
		case "nodemon":
		case "ts-node":
		case "ts-node-dev":
		case "tsx":
		case "bun":
		case "pm2":
		case "babel-node":
			return script(
				words.find((w) => /\.[cm]?[jt]s$/.test(w)) ??
					words.find((w) => !NODE_WORDS.has(w)),
				/^[\w./-]+$/,
			);
		case "manage.py":
			return { kind: "file", path: "manage.py" };
		default:
			return undefined;
	}
}

const NODE_WORDS = new Set(["run", "watch", "start", "--watch", "x", "dev"]);

function script(
	path: string | undefined,
	shape: RegExp,
): Launch["target"] | undefined {
	return path !== undefined && shape.test(path)
		? { kind: "file", path }
		: undefined;
}

function portOf(
	program: string,
	args: readonly string[],
	lookup: (key: string) => string | undefined,
): Launch["port"] {
	const runserver = /^(?:python|manage\.py)$/.test(program)
		? args.indexOf("runserver")
		: -1;
	if (runserver >= 0) {
		const address = args.slice(runserver + 1).find((a) => !a.startsWith("-"));
		return address === undefined
			? DJANGO_PORT
			: number(address, lookup, /(?:^|:)(\d+)$/);
	}
	const standard = DEFAULT_PORTS[program];
	if (standard === undefined) return "none";
	const bind =
		program === "gunicorn" || program === "hypercorn"
			? option(args, "--bind", "-b")
			: undefined;
	if (bind !== undefined) return number(bind, lookup, /:(\d+)$/);
	const port =
		program === "gunicorn" || program === "hypercorn"
			? undefined
			: option(args, "--port", ...(program === "uvicorn" ? [] : ["-p"]));
	if (port !== undefined) return number(port, lookup, /^(\d+)$/);
	if (args.some((a) => /^(?:--uds|--fd|-u|-c|--config)(?:=|$)/.test(a)))
		return "unknown";
	if (args.some((a) => /^\$[@*{(]/.test(a))) return "unknown";
	const ambient =
		program === "gunicorn"
			? lookup("PORT")
			: program === "uvicorn"
				? lookup("UVICORN_PORT")
				: undefined;
	return ambient === undefined ? standard : number(ambient, lookup, /^(\d+)$/);
}

function number(
	word: string,
	lookup: (key: string) => string | undefined,
	shape: RegExp,
): number | "unknown" {
	const match = shape.exec(expandWord(word, lookup) ?? "");
	return match ? Number(match[1]) : "unknown";
}
