import type { SyntaxNode } from "../tree-sitter/syntax.js";
import { type GoCall, type GoFile, typeName } from "./syntax.js";

/** Packages that answer sockets or forward requests in ways that are not read, and what to call them. */
const UNREAD: readonly (readonly [RegExp, string])[] = [
	[/socket\.?io/, "a Socket.IO package"],
	[/centrifugal\//, "centrifuge"],
	[/sockjs/, "SockJS"],
	[/signalr/, "SignalR"],
	[/gqlgen|graph-gophers|graphql-go/, "a GraphQL package"],
	[/lesismal\/|lxzan\/gws|gnet/, "a socket package that is not read"],
	[/websocketproxy|vulcand\/oxy|caddyserver|traefik\//, "a reverse proxy"],
	[
		/beego|kataras\/iris|revel\/revel|zeromicro|go-kratos|hertz|gobuffalo|goji\.io|fasthttp$|fasthttp\/router|go-martini|danielgtaylor\/huma|pocketbase|encore\.dev|goa\.design|gorilla\/pat|uptrace\/bunrouter|go-restful|flamego/,
		"a web framework that is not read",
	],
];

/** Why the routes of a file's program may be more than what is registered here. */
export function unreadPackage(path: string): string | undefined {
	const found = UNREAD.find(([pattern]) => pattern.test(path))?.[1];
	return found && `it uses ${found} (${path})`;
}

/** Calls that forward requests to another server, sockets among them. */
export function forwards(call: GoCall): boolean {
	return (
		/^(?:NewSingleHostReverseProxy|ProxyWithConfig)$/.test(call.name) ||
		(call.name === "Proxy" && /middleware$/.test(call.from ?? ""))
	);
}

/** Middleware that changes the path before the router sees it. */
const REWRITES =
	/\b(?:RemoveTrailingSlash|AddTrailingSlash|StripSlashes|CleanPath|Rewrite(?:WithConfig)?)\b/;

/** `r.Use(middleware.StripSlashes)`, `e.Pre(middleware.Rewrite(…))`. */
export function rewritesPaths(call: GoCall, written: string): boolean {
	return /^(?:Use|Pre)$/.test(call.name) && REWRITES.test(written);
}

/**
 * A call that turns a request into a socket: gorilla's (and its forks')
 * `Upgrade(w, r, header)`, `websocket.Accept` of coder/websocket, gobwas'
 * `ws.UpgradeHTTP`, `websocket.Handler(f)` of x/net, fiber's `websocket.New(f)`,
 * melody's `HandleRequest`.
 */
export function upgrades(file: GoFile, call: GoCall): boolean {
	const { name, from, args } = call;
	switch (name) {
		case "Upgrade":
			return (
				(from === undefined && args.length === 3) ||
				/gorilla\/websocket$/.test(from ?? "")
			);
		case "Accept":
			return /(?:coder|nhooyr\.io)\/websocket$/.test(from ?? "");
		case "UpgradeHTTP":
			return /gobwas\/ws$/.test(from ?? "");
		case "Handler":
			return from === "golang.org/x/net/websocket";
		case "New":
			return /gofiber\/(?:contrib\/)?websocket/.test(from ?? "");
		case "HandleRequest":
		case "HandleRequestWithKeys":
			return [...file.imports.values()].some((i) => /olahol\/melody/.test(i));
		default:
			return false;
	}
}

/** `websocket.Server{Handler: f}` of x/net is a handler of sockets. */
export function isSocketHandler(file: GoFile, node: SyntaxNode): boolean {
	if (node.type !== "composite_literal") return false;
	const type = typeName(file, node.children[0]);
	return type?.from === "golang.org/x/net/websocket" && type.name === "Server";
}

/** gobwas' `ws.Upgrade(conn)` on a bare connection: no router shows its path. */
export function upgradesBare(call: GoCall): boolean {
	return call.name === "Upgrade" && /gobwas\/ws$/.test(call.from ?? "");
}
