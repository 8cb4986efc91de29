import type {
	Literal,
	PathStyle,
	RegisteredRoute,
	ServerGap,
	WrittenOrigins,
} from "../../facts/server-source.js";
import { type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import {
	annotationValues,
	callOf,
	elements,
	type JavaCall,
	type JavaFile,
	literalOf,
	nodesIn,
	textOf,
} from "./syntax.js";

/** Socket endpoints of a Java file, and who may open them. */
export interface Endpoints {
	readonly routes: readonly RegisteredRoute[];
	readonly origins: readonly WrittenOrigins[];
	readonly gaps: readonly ServerGap[];
}

/** Types whose sockets are registered in ways that are not read. */
const UNREAD: readonly (readonly [RegExp, string])[] = [
	[
		/\bWebSocketHandlerAdapter\b|\breactive\.socket\b|\bSimpleUrlHandlerMapping\b/,
		"its sockets are mapped by URL in code",
	],
	[/\bcorundumstudio\b|\bSocketIOServer\b/, "it uses a Socket.IO package"],
	[/\bServerEndpointConfig\b/, "it registers endpoints in code"],
	[
		/\bio\.(?:vertx|javalin|micronaut|quarkus\.websockets|undertow|netty|ktor|helidon)\b|\bplay\.mvc\b|\borg\.java_websocket\b|\borg\.eclipse\.jetty\.websocket\b|\bakka\.http\b|\bspark\.Spark\b/,
		"it uses a socket package that is not read",
	],
	[/\bgraphql\b/, "it uses a GraphQL package"],
	[
		/\bspring\.?cloud\.gateway\b|\bRouteLocatorBuilder\b|\bnetflix\.zuul\b/,
		"it forwards requests to another server",
	],
	[
		/\benableStompBrokerRelay\b.*\bsetPathMatcher\b/s,
		"it matches paths its own way",
	],
];

/**
 * Spring's `registry.addHandler(handler, "/ws")` and `registry.addEndpoint("/ws")`
 * with their `setAllowedOrigins` and `withSockJS`, JSR-356's `@ServerEndpoint`,
 * and CORS lists of `CorsRegistry` and `@CrossOrigin`.
 */
export function endpointsIn(file: JavaFile): Endpoints {
	const routes: RegisteredRoute[] = [];
	const origins: WrittenOrigins[] = [];
	const gaps: ServerGap[] = UNREAD.flatMap(([pattern, reason]) =>
		pattern.test(file.text) ? [{ at: [0, 0] as const, reason }] : [],
	);
	const visit = (
		node: SyntaxNode,
		loop: boolean,
		chain: readonly JavaCall[],
	) => {
		const call = callOf(file, node);
		if (call) {
			const registered = registration(file, call, chain, loop);
			routes.push(...registered);
			origins.push(
				...originsOf(
					file,
					call,
					registered.length > 0 || onRegistry(file, call),
				),
			);
			for (const child of node.children)
				visit(child, loop, child === call.of ? [call, ...chain] : []);
			return;
		}
		if (node.type === "annotation" && nameOf(file, node) === "ServerEndpoint")
			routes.push(...annotated(file, node));
		if (node.type === "annotation" && nameOf(file, node) === "CrossOrigin")
			origins.push(
				...listed(
					file,
					node,
					annotationValues(node, "origins", file),
					"http-cors",
				),
			);
		const inner =
			loop ||
			/^(?:enhanced_)?for_statement$|^while_statement$|^lambda_expression$/.test(
				node.type,
			);
		for (const child of node.children) visit(child, inner, []);
	};
	visit(file.root, false, []);
	return { routes, origins, gaps };
}

function nameOf(file: JavaFile, annotation: SyntaxNode): string {
	const [name] = annotation.children;
	return name ? textOf(file, name).replace(/^.*\./, "") : "";
}

function registration(
	file: JavaFile,
	call: JavaCall,
	chain: readonly JavaCall[],
	loop: boolean,
): readonly RegisteredRoute[] {
	const isHandler =
		call.name === "addHandler" &&
		call.args.length >= 2 &&
		file.text.includes("WebSocketHandlerRegistry");
	const isEndpoint =
		call.name === "addEndpoint" &&
		call.args.length >= 1 &&
		/stomp/i.test(file.text);
	if (!isHandler && !isEndpoint) return [];
	const paths = isHandler ? call.args.slice(1) : call.args;
	const style: PathStyle = chain.some((c) => c.name === "withSockJS")
		? "sockjs"
		: "ant";
	return paths
		.flatMap(elements)
		.map((path) =>
			route(
				path,
				loop ? undefined : literalOf(file, path),
				style,
				isHandler ? "Spring" : "Spring STOMP",
			),
		);
}

function annotated(
	file: JavaFile,
	node: SyntaxNode,
): readonly RegisteredRoute[] {
	return annotationValues(node, "value", file).map((path) =>
		route(path, literalOf(file, path), "ant", "JSR-356"),
	);
}

function route(
	node: SyntaxNode,
	path: Literal | undefined,
	style: PathStyle,
	framework: string,
): RegisteredRoute {
	const known = path && !path.value.includes("${") ? [path] : undefined;
	return {
		at: spanOf(node),
		parts: known,
		base: { kind: "root" },
		style,
		handlers: [],
		socket: true,
		framework,
	};
}

function onRegistry(file: JavaFile, { of }: JavaCall): boolean {
	return (
		of !== undefined &&
		[...nodesIn(of)].some((n) =>
			/^add(?:Handler|Endpoint)$/.test(callOf(file, n)?.name ?? ""),
		)
	);
}

function originsOf(
	file: JavaFile,
	call: JavaCall,
	socket: boolean,
): readonly WrittenOrigins[] {
	if (call.name === "setAllowedOrigins" && socket)
		return listed(file, call.node, call.args.flatMap(elements), "origin-check");
	return call.name === "allowedOrigins"
		? listed(file, call.node, call.args.flatMap(elements), "http-cors")
		: [];
}

function listed(
	file: JavaFile,
	node: SyntaxNode,
	items: readonly SyntaxNode[],
	kind: WrittenOrigins["kind"],
): readonly WrittenOrigins[] {
	const entries = items.flatMap((item) => {
		const literal = literalOf(file, item);
		return literal && !literal.value.includes("${") ? [literal] : [];
	});
	return items.length === 0
		? []
		: [
				{
					kind,
					at: spanOf(node),
					entries,
					complete: entries.length === items.length,
				},
			];
}
