import { pagePorts } from "./origins.mjs";
import { portPlaces } from "./ports.mjs";

/**
 * Why a flip is not caught, by class; the first that holds is the reason.
 * `breaks` is false where what connected before still connects: such a flip is
 * no fault and is not counted. It is true where something may break that no
 * file of the project decides.
 */
const REASONS = [
	{
		reason: "Vite forwards to a ws:// target whatever `ws` says (P4)",
		breaks: false,
		ops: /^ws /,
		holds: ({ line }) => /target: ["']wss?:/.test(line),
	},
	{
		reason:
			"io() puts the page's scheme in front of a bare host (socket.io-client, url.ts)",
		breaks: false,
		ops: /^scheme address dropped/,
		holds: ({ place, files, line }) =>
			/\bio\(/.test(line) ||
			(/^(http|ws)/.test(place.text) && says(files, "client", /\bio\(/)),
	},
	{
		reason: "Socket.IO ignores a slash at the end of its path (N14)",
		breaks: false,
		ops: /^slash (literal|route)/,
		holds: ({ line, files }) =>
			/\bpath: /.test(line) && says(files, "client", /\bio\(/),
	},
	{
		reason:
			"no page calls across origins: the client is websocket-only (C8) or goes through the proxy",
		breaks: false,
		ops: /^(origin|port listen)/,
		holds: ({ place, files, pages }) =>
			(place.side !== "listen" || pages.has(place.text)) &&
			says(files, "client", /transports: \["websocket"\]|\bio\(\{/),
	},
	{
		reason: "the list refuses nobody",
		breaks: false,
		ops: /^origin/,
		holds: ({ place, files }) =>
			place.kind === "python" &&
			says(files, "python", /get\("origin"\)/) &&
			!says(files, "python", /allow_origins|\.close\(/),
	},
	{
		reason: "another env file that the mode reads sets the key",
		breaks: false,
		ops: /./,
		holds: ({ place, files, line }) => {
			const key = /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1];
			return files.some(
				({ path, text }) =>
					key !== undefined &&
					(path === `${place.file}.local` ||
						(place.text === key && isOfSameMode(path, place.file))) &&
					new RegExp(`^${key}=`, "m").test(text),
			);
		},
	},
	{
		reason: "nothing outside of the containers dials the published port",
		breaks: false,
		ops: /^port (published|inside)/,
		holds: ({ place, files }) =>
			!files.some((file) =>
				portPlaces(file).some(
					(other) =>
						other.side === "dial" &&
						published(place) === other.text &&
						/(localhost|127\.0\.0\.1|hostname[^:]*):\d+$/.test(other.whole),
				),
			),
	},
	{
		reason:
			"the preview of a build calls the deployed server, whose list its deployment gives",
		breaks: true,
		ops: /^origin (port|host|scheme)/,
		holds: ({ place }) => place.text.endsWith(":4173"),
	},
	{
		reason:
			"the read has a fallback: without the key is one of the ways it is meant to run",
		breaks: true,
		ops: /^key (set|read)/,
		holds: ({ place, files }) =>
			files.some(({ text }) =>
				new RegExp(`${place.text}(\\?\\..*)?\\s*(\\?\\?|\\|\\|)`).test(text),
			),
	},
	{
		reason:
			"it is the fallback of a key that the project documents or hands on to its builds",
		breaks: true,
		ops: /^(prefix|slash|ws) /,
		holds: ({ files }) =>
			says(files, "client", /env\.[A-Z_]+(\?\..*)?\s*(\?\?|\|\|)/),
	},
	{
		reason:
			"in development the socket goes around the proxy, and who serves production is not in the project",
		breaks: true,
		ops: /^(prefix|slash|ws|port dial|scheme)/,
		holds: ({ files }) =>
			says(files, "client", /env\.DEV|hostname === "localhost"/),
	},
	{
		reason:
			"a proxy that wslint does not read stands in front of the dev server",
		breaks: true,
		ops: /^(prefix|slash)/,
		holds: ({ files }) => says(files, "command", /\bcaddy run\b/),
	},
	{
		reason: "the rest of the URL is a key that nothing in the project sets",
		breaks: true,
		ops: /^scheme/,
		holds: ({ line }) => /\benv\.[A-Z_]+|\$\{[A-Z_]+\}/.test(line),
	},
	{
		reason: "the dev server may answer itself, or an upgrade passes it by",
		breaks: true,
		ops: /^(prefix|slash|ws) /,
		holds: ({ files }) =>
			says(files, "config", /configureServer|middlewareMode/),
	},
	{
		reason:
			"no server of the project is behind the proxy: another target or path may be as right",
		breaks: true,
		ops: /^(prefix|slash|ws|port|scheme)/,
		holds: ({ files, pages }) => {
			const targets = files
				.filter(({ kind }) => kind === "config")
				.flatMap(({ text }) => [...text.matchAll(/target: ["'][^"']+["']/g)])
				.map(([target]) => target);
			const listens = files
				.flatMap(portPlaces)
				.filter(({ side, text }) => side === "listen" && !pages.has(text));
			return (
				targets.length > 0 &&
				!listens.some(({ text }) => targets.some((t) => t.includes(`:${text}`)))
			);
		},
	},
	{
		reason: "the server may be started outside of its container, on any port",
		breaks: true,
		ops: /^port/,
		holds: ({ files, place }) =>
			files.some(({ kind }) => kind === "compose") && place.kind !== "nginx",
	},
	{
		reason:
			"the port is another service's, whose configuration is not in the project",
		breaks: true,
		ops: /^scheme address/,
		holds: ({ files }) =>
			says(files, "compose", /image: nginx/) && !says(files, "nginx", /./),
	},
	{
		reason: "not followed: the lists of django-cors-headers",
		breaks: true,
		ops: /^origin/,
		holds: ({ line }) => /^CORS_ALLOWED_ORIGINS = /.test(line),
	},
	{
		reason: "the client runs in Node, which dials ws:// to anywhere",
		breaks: true,
		ops: /^scheme address turned/,
		holds: ({ files }) => says(files, "client", /from "ws"/),
	},
	{
		reason: "the list is the fallback of a key that compose files set",
		breaks: true,
		ops: /^origin/,
		holds: ({ line, files }) => {
			const key = /env\.(\w+)\s*(?:\|\||\?\?)/.exec(line)?.[1];
			return key !== undefined && says(files, "compose", new RegExp(key));
		},
	},
	{
		reason:
			"a dev server in a container: its page is http, and what the far server answers is not in the project",
		breaks: true,
		ops: /^scheme address/,
		holds: ({ place }) => place.kind === "compose",
	},
	{
		reason:
			"gateways of Nest share a server, whose list is the one that is loaded first",
		breaks: true,
		ops: /^origin/,
		holds: ({ files }) =>
			files.filter(({ text }) => text.includes("@WebSocketGateway(")).length >
			1,
	},
	{
		reason: "the server speaks TLS only where it has a certificate",
		breaks: true,
		ops: /^scheme address turned/,
		holds: ({ files }) =>
			says(files, "server", /"node:https"[\s\S]*existsSync\(/),
	},
	{
		reason: "no client of the project opens a socket",
		breaks: true,
		ops: /^(prefix|slash|port)/,
		holds: ({ files }) => !says(files, "client", /WebSocket|\bio\(/),
	},
	{
		reason:
			"not followed: what compose's environment gives a server (its list of origins)",
		breaks: true,
		ops: /^(key|origin|port published)/,
		holds: ({ files, place }) =>
			place.kind !== "client" &&
			says(files, "compose", /^ +environment:\n +\w*ORIGINS:/m) &&
			says(files, "python", /environ\["\w*ORIGINS"\]/),
	},
	{
		reason:
			"not followed: a module that server and client components of Next share",
		breaks: true,
		ops: /^key prefix/,
		holds: ({ files }) => says(files, "command", /"next"/),
	},
	{
		reason: "not followed: schemes and REST bases of example files",
		breaks: true,
		ops: /^(port|scheme)/,
		holds: ({ place }) => place.file.endsWith(".example"),
	},
];

/** The first reason that holds for a flip of a project's files. */
export function reasonFor({ op, place }, files) {
	const { text } = files.find(({ path }) => path === place.file);
	const line = text.slice(
		text.lastIndexOf("\n", place.start) + 1,
		(text.indexOf("\n", place.start) + text.length + 1) % (text.length + 1) ||
			text.length,
	);
	const asked = { place, files, line, pages: pagePorts(files) };
	return REASONS.find(({ ops, holds }) => ops.test(op) && holds(asked));
}

/** Whether some mode reads both of two env files, going by their names. */
function isOfSameMode(a, b) {
	if (a === b || !/(^|\/)\.env/.test(a)) return false;
	const [one, other] = [a, b].map((path) =>
		path.replace(/\.local$/, "").replace(/^.*\.env\.?/, ""),
	);
	return one === other || one === "" || other === "";
}

function says(files, kind, pattern) {
	return files.some((file) => file.kind === kind && pattern.test(file.text));
}

/** The host's side of a compose mapping. */
function published({ whole }) {
	return /(\d+):\d+/.exec(whole)[1];
}
