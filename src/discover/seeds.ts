import type { FileKind } from "./kinds.js";

/**
 * Whether a file may say something about a connection, told from its bytes
 * alone. What this lets through is parsed; the rest is parsed only when a seed
 * leads to it.
 */
interface SeedTest {
	/**
	 * Every match of `pattern` holds one of these. They begin with bytes that are
	 * rare in source, because a buffer is searched for the first byte first: the
	 * hints cost a fifth of the pattern.
	 */
	readonly hints: readonly string[];
	readonly pattern: RegExp;
}

const JAVASCRIPT: SeedTest = {
	hints: [
		...["Socket", "ket", "kjs", "-ws", "io(", "://"],
		...["Server(", ".listen(", "xpress(", "Bun.s", "Deno.s", "cors("],
		...["SockJS", "Stomp", "@stomp", "HubConn", "Hocuspocus", "Pusher"],
		...["WSClient", "Consumer"],
		...['"bun"', "'bun'"],
		...[".meta.", "PUBLIC_", "APP_", "host:", "127.0.", "axios."],
	],
	pattern: new RegExp(
		[
			`[Ww]eb[Ss]ocket\\w*(?:\\.\\w+)?\\s*[(<;,}"'\`]`,
			"socket\\.io|sockjs|party[Ss]ocket|PartySocket|graphql-ws",
			"SockJS|\\bStomp\\b|@stomp\\/|HubConnectionBuilder|sockette|Hocuspocus",
			"new (Pusher|Socket|LiveSocket)\\(|createWSClient|\\bcreateConsumer\\(",
			"\\bio\\(|wss?:\\/\\/",
			"createServer\\(|\\.listen\\(|\\bexpress\\(|(?:Bun|Deno)\\.serve|\\bcors\\(",
			"import\\.meta\\.env|NEXT_PUBLIC_|EXPO_PUBLIC_|REACT_APP_|VUE_APP_",
			`["']bun["']`,
			"localhost:\\d|127\\.0\\.0\\.1|\\baxios\\.create\\(",
		].join("|"),
	),
};

/**
 * Python files that serve or dial sockets, make an app or say who may call it.
 * A file that merely mentions sockets, or a router of HTTP routes, is read when
 * an app includes it.
 */
const PYTHON: SeedTest = {
	hints: [
		...["ocket", "API(", "_router", "URLRouter", "Starlette(", "vicorn"],
		...["CORS", "_sock", "socketio", "Consumer"],
		...["tornado", "Sanic(", "Quart("],
	],
	pattern: new RegExp(
		[
			"\\.websocket\\(|websocket_route|WebSocketRoute|add_(?:api_)?websocket",
			"[Ww]eb[Ss]ockets?\\.(?:serve|connect|Server)|(?:import|from) websockets?\\b",
			"[Ww]eb[Ss]ocket(?:Handler|Response|Endpoint|Consumer|Server|App)|flask_sock|Sock\\(",
			"socketio|SocketIO|URLRouter|ProtocolTypeRouter",
			"tornado\\.(?:web|httpserver)\\b|\\b(?:Sanic|Quart)\\(",
			"FastAPI\\(|Starlette\\(|include_router\\(|\\buvicorn\\.(?:run|Config|Server)",
			"CORSMiddleware|\\bCORS\\(|\\bCORS_",
		].join("|"),
	),
};

const GO: SeedTest = {
	hints: [
		"ebsocket",
		"ebSocket",
		"Handle",
		"Listen",
		"pgrade",
		'("',
		"rigins",
		"ReverseProxy",
		"nvDefault",
		"env-default",
		"nvconfig",
		"New(",
		"Default(",
	],
	pattern: new RegExp(
		[
			"[Ww]eb[Ss]ocket|\\.Upgrade\\(|ReverseProxy",
			"\\bHandleFunc\\(|\\.Handle\\(|ListenAndServe|env(?:-d|D)efault:|envconfig:|Allow(?:ed)?Origins",
			'\\.(?:GET|Any)\\(|\\.(?:Get|Group|Route|Mount|PathPrefix)\\("/',
			'\\b(?:gin|echo|fiber)\\.(?:Default|New)\\(|\\.(?:Run|Start|Listen)\\((?:":|fmt\\.|addr|port|os\\.Getenv)',
			"go-chi/chi|gofiber/fiber|julienschmidt/httprouter|gorilla/mux",
		].join("|"),
	),
};

const JAVA: SeedTest = {
	hints: ["ebSocket", "Endpoint", "Application", "rigins", "Socket"],
	pattern:
		/[Ww]eb[Ss]ocket|@ServerEndpoint|[Ss]tompEndpoint|[Ss]ocketIO|SpringApplication\.run|allowedOrigins|setAllowedOrigins|@CrossOrigin/,
};

const RUBY: SeedTest = {
	hints: [
		"action_cable",
		"ActionCable",
		"ebsocket",
		"port",
		"faye",
		"origins",
		"rails/all",
		"gem",
	],
	pattern:
		/^[ \t]*gem[ (]|rails\/all|action_cable|ActionCable|[Ww]eb[Ss]ocket|faye|anycable|^\s*port\b|^\s*origins\b/m,
};

const ELIXIR: SeedTest = {
	hints: ["socket", "port:", "check_origin"],
	pattern: /\bsocket[ (]|[Ww]eb[Ss]ocket|WebSock|\bport:|check_origin/,
};

/** Command lines matter where they start a server or build an image or app with keys of its own. */
const WORKFLOW: SeedTest = {
	hints: [
		"VITE_",
		"PUBLIC_",
		"_APP_",
		"NUXT_",
		"GATSBY_",
		"build-arg",
		"icorn",
	],
	pattern:
		/VITE_|[A-Z]+_PUBLIC_|(?:REACT|VUE)_APP_|NUXT_|GATSBY_|build-args?|uvicorn|gunicorn/,
};

const PROSE: SeedTest = {
	hints: [
		...["vicorn", "unicorn", "fastapi", "flask", "port", "PORT", "daphne"],
		"runserver",
	],
	pattern:
		/uvicorn|gunicorn|hypercorn|daphne|granian|\brunserver\b|\b(fastapi|flask) (run|dev)|--port|\bPORT=/,
};

function seedTestOf(path: string, kind: FileKind): SeedTest | undefined {
	if (kind === "workflow") return WORKFLOW;
	if (kind === "commands") return /\.md$/i.test(path) ? PROSE : undefined;
	if (kind === "code-python") return PYTHON;
	if (kind === "code-go") return GO;
	if (kind === "code-java") return JAVA;
	if (kind === "code-ruby") return RUBY;
	if (kind === "code-elixir") return ELIXIR;
	return kind === "code-js" || kind === "markup" ? JAVASCRIPT : undefined;
}

/** Files that configure a server or its proxy are read whatever they hold. */
const CONFIGURATION =
	/(^|\/)((vite|vue|next|nuxt|svelte|astro|webpack[^/]*|rspack|rsbuild|craco|electron\.vite|quasar|remix|farm)\.config\.[mc]?[jt]s|config-overrides\.js|setupProxy\.[jt]s|(proxy\.conf|ecosystem\.config)\.[mc]?js|vite-env\.d\.ts|angular\.json|\.angular-cli\.json)$/;

/**
 * Whether a file of this kind, at this path, must be parsed although nothing
 * leads to it. Kinds without a test (manifests, env files …) always are.
 */
export function isSeed(
	path: string,
	kind: FileKind,
	bytes: Uint8Array,
): boolean {
	if (CONFIGURATION.test(path)) return true;
	// Read when something imports or names it.
	if (kind === "code-json") return false;
	const test = seedTestOf(path, kind);
	if (!test) return true;
	const buffer = bufferOf(bytes);
	return (
		test.hints.some((hint) => buffer.includes(hint, 0, "latin1")) &&
		// Latin-1, since decoding UTF-8 would cost more than the search.
		test.pattern.test(buffer.toString("latin1")) &&
		(test === PROSE || !isMinified(buffer))
	);
}

/** Whether the bytes hold a name or module path, byte for byte. */
export function mentions(bytes: Uint8Array, needle: string): boolean {
	return bufferOf(bytes).includes(needle);
}

const MINIFIED_LINE = 500;
const MINIFIED_SIZE = 4_000;

/** A bundle: its lines are longer than 500 bytes on average. */
export function isMinified(bytes: Uint8Array): boolean {
	if (bytes.byteLength < MINIFIED_SIZE) return false;
	let lines = 1;
	for (
		let at = bytes.indexOf(10);
		at >= 0 && bytes.byteLength / lines > MINIFIED_LINE;
		at = bytes.indexOf(10, at + 1)
	)
		lines++;
	return bytes.byteLength / lines > MINIFIED_LINE;
}

function bufferOf(bytes: Uint8Array): Buffer {
	return Buffer.isBuffer(bytes)
		? bytes
		: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
