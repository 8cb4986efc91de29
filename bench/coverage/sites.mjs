import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { Lang, parse } from "@ast-grep/napi";

/** Folders of other people's code and of built output. */
const FOREIGN =
	/^(node_modules|bower_components|vendor|third[-_]?party|dist|build|out|\.[^/]+|coverage|venv|site-packages)$/i;

/** Conventions of tests, stories and generated bundles, judged by the path alone. */
const NOT_THE_APP =
	/(^|\/)(__tests__|__mocks__|tests?|specs?|e2e|cypress|playwright|stories|mocks?|fixtures?)\/|[._-](test|spec|stories|mock|e2e|cy|bench)\.[a-z]+$|(^|\/)tests?[_-][^/]*$|\.min\.[a-z]+$|\.d\.ts$/i;

const LANGUAGES = {
	".js": Lang.Tsx,
	".jsx": Lang.Tsx,
	".mjs": Lang.Tsx,
	".cjs": Lang.Tsx,
	".tsx": Lang.Tsx,
	".ts": Lang.TypeScript,
	".mts": Lang.TypeScript,
	".cts": Lang.TypeScript,
	".vue": Lang.TypeScript,
	".svelte": Lang.TypeScript,
	".astro": Lang.TypeScript,
	".html": Lang.Tsx,
};

const MENTION =
	/socket|\bio\(|SockJS|Stomp|Hub|Consumer|Pusher|Hocuspocus|WSClient/i;

const LARGEST = 1_000_000;
const BUNDLE_LINE = 500;

/** Constructors by the last name of the callee, wherever it comes from. */
const CONSTRUCTORS = new Set([
	"WebSocket",
	"MozWebSocket",
	"ReconnectingWebSocket",
	"RobustWebSocket",
	"SockJS",
	"WebSocketSubject",
	"PartySocket",
	"Sockette",
	"HocuspocusProvider",
	"HocuspocusProviderWebsocket",
	"WebsocketProvider",
	"SubscriptionClient",
	"WebSocketLink",
	"LiveSocket",
	"Pusher",
	"w3cwebsocket",
	"W3CWebSocket",
]);

/** Names that are too common to count without the package they come from. */
const BY_PACKAGE = {
	"socket.io-client": ["io", "default", "*", "connect", "Manager", "lookup"],
	"@stomp/stompjs": ["Client", "CompatClient"],
	phoenix: ["Socket"],
	"react-use-websocket": ["default", "useWebSocket", "useSocketIO"],
	"@vueuse/core": ["useWebSocket"],
	ahooks: ["useWebSocket"],
	"rxjs/webSocket": ["webSocket"],
	"graphql-ws": ["createClient"],
	"@trpc/client": ["createWSClient"],
	"@rails/actioncable": ["createConsumer"],
	"reconnecting-websocket": ["default"],
	"sockjs-client": ["default", "*"],
	sockette: ["default", "*"],
	centrifuge: ["Centrifuge", "default"],
	"laravel-echo": ["default"],
};

/** Methods that open a connection, by the text of the callee. */
const METHODS = [
	/(^|\.)(Stomp|StompJs|webstomp)\.client$/,
	/^(window\.)?io(\.connect)?$/,
	/(^|\.)SocketIoModule\.forRoot$/,
	/(^|\.)createConsumer$/,
];

/**
 * Every place of a folder that opens a socket, found by syntax alone:
 * `{ file, line, text }`, lines from 1. Nothing of wslint takes part.
 */
export function listSites(folder) {
	return [...filesOf(folder)].flatMap((path) => {
		const file = relative(folder, path).split(sep).join("/");
		if (NOT_THE_APP.test(file)) return [];
		const source = readFileSync(path, "utf8");
		if (source.length > LARGEST || !MENTION.test(source)) return [];
		if (source.length / source.split("\n").length > BUNDLE_LINE) return [];
		return sitesOf(scriptOf(source, extname(path)), extname(path)).map(
			(site) => ({ file, ...site }),
		);
	});
}

function* filesOf(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory() && !FOREIGN.test(entry.name)) yield* filesOf(path);
		else if (entry.isFile() && extname(path) in LANGUAGES) yield path;
	}
}

/** Everything but the scripts of a page replaced by spaces, so that lines stay. */
function scriptOf(source, extension) {
	if (!/^\.(vue|svelte|html|astro)$/.test(extension)) return source;
	const blank = (text) => text.replace(/[^\n]/g, " ");
	let end = 0;
	let out = "";
	for (const script of source.matchAll(
		/(?<=<script[^>]*>)[\s\S]*?(?=<\/script>)|^---\n[\s\S]*?(?=\n---)/g,
	)) {
		out += blank(source.slice(end, script.index));
		out += script[0].replace(/^---/, "   ");
		end = script.index + script[0].length;
	}
	return out + blank(source.slice(end));
}

function sitesOf(source, extension) {
	const root = parse(LANGUAGES[extension], source).root();
	const imported = importsOf(root);
	const all = (kind) => root.findAll({ rule: { kind } });
	return [
		...all("new_expression").filter((node) => {
			const name = calleeOf(node, "constructor");
			const last = name.split(".").at(-1);
			const origin = imported.get(name.split(".")[0]);
			// A server's socket class is made by the server, not by `new`.
			return CONSTRUCTORS.has(last) || origin !== undefined;
		}),
		...all("call_expression").filter((node) => {
			const name = calleeOf(node, "function");
			const [head, ...rest] = name.split(".");
			if (rest.length === 0 && imported.has(head)) return true;
			if (name.endsWith(".withUrl"))
				return /HubConnectionBuilder/.test(node.text());
			if (imported.has(head) && rest.join(".") === "connect") return true;
			return METHODS.some((m) => m.test(name)) && !isServerCall(name, source);
		}),
	].map((node) => ({
		line: node.range().start.line + 1,
		text: node.text().replace(/\s+/g, " ").slice(0, 120),
	}));
}

/** `io(server)` of the Socket.IO server package. */
function isServerCall(name, source) {
	return (
		/^io/.test(name) &&
		(/require\(["']socket\.io["']\)|from ["']socket\.io["']/.test(source) ||
			/(?:const|let|var|function) io\b/.test(source))
	);
}

function calleeOf(node, field) {
	return (node.field(field)?.text() ?? "").replace(/\s+/g, "");
}

/** Local names bound to the client of a package, by `import` or `require`. */
function importsOf(root) {
	const bound = new Map();
	const bind = (local, name, from) => {
		if (BY_PACKAGE[from]?.includes(name)) bound.set(local, `${from}#${name}`);
	};
	for (const node of root.findAll({ rule: { kind: "import_statement" } })) {
		const from = node.field("source")?.text().slice(1, -1);
		if (!from || /^import\s+type\b/.test(node.text())) continue;
		const clause = node.text().slice(6, node.text().lastIndexOf("from"));
		for (const [local, name] of namesOf(clause)) bind(local, name, from);
	}
	for (const node of root.findAll({ rule: { kind: "variable_declarator" } })) {
		const value = node.field("value")?.text() ?? "";
		const required = /^require\(["']([^"']+)["']\)(?:\.(\w+))?$/.exec(value);
		if (!required) continue;
		const clause = node.field("name")?.text() ?? "";
		for (const [local, name] of namesOf(clause.replaceAll(":", " as ")))
			bind(local, required[2] ?? name, required[1]);
	}
	return bound;
}

function namesOf(clause) {
	const names = [];
	const braces = /\{([^}]*)\}/.exec(clause);
	for (const part of braces?.[1].split(",") ?? []) {
		const [name, local = name] = part.trim().split(/\s+as\s+/);
		if (name) names.push([local.trim(), name.trim()]);
	}
	const rest = clause.replace(/\{[^}]*\}/, "").trim();
	for (const part of rest.split(",")) {
		const star = /^\*\s+as\s+(\w+)/.exec(part.trim());
		if (star) names.push([star[1], "*"]);
		else if (/^\w+$/.test(part.trim())) names.push([part.trim(), "default"]);
	}
	return names;
}
