import type {
	Literal,
	RegisteredRoute,
	WrittenListen,
	WrittenOrigins,
} from "../../facts/server-source.js";
import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";

/** What a Rails file says about Action Cable, CORS and its port. */
export interface RailsFile {
	readonly routes: readonly RegisteredRoute[];
	readonly listens: readonly WrittenListen[];
	readonly origins: readonly WrittenOrigins[];
}

/** Rails mounts Action Cable at `/cable` where its engine is loaded (`config.action_cable.mount_path`). */
const DEFAULT_CABLE = /^require ["'](?:rails\/all|action_cable\/engine)["']/m;

/**
 * `mount ActionCable.server => "/cable"` below literal scopes and namespaces,
 * `config.action_cable.mount_path` and `allowed_request_origins`, rack-cors'
 * `origins`, and the `port` of `puma.rb`.
 */
export function readRails(
	text: string,
	path: string,
	root: SyntaxNode,
): RailsFile {
	const routes: RegisteredRoute[] = [];
	const listens: WrittenListen[] = [];
	const origins: WrittenOrigins[] = [];
	const engine = DEFAULT_CABLE.exec(text);
	if (engine) {
		const at = [engine.index, engine.index + engine[0].length] as const;
		routes.push(cableAt(at, [{ value: "/cable", at }]));
	}
	const visit = (
		node: SyntaxNode,
		prefix: readonly Literal[] | undefined,
	): void => {
		let below = prefix;
		if (node.type === "call") {
			const [method] = node.children;
			const name =
				method?.type === "identifier"
					? text.slice(method.start, method.end)
					: "";
			const args = childOfType(node, "argument_list")?.children ?? [];
			if (name === "mount") routes.push(...mounted(text, args, prefix));
			if (name === "scope" || name === "namespace")
				below = inScope(text, name, args, prefix);
			if (name === "origins" && args.length > 0)
				origins.push(originList(text, "http-cors", node, args));
			if (name === "port" && /(^|\/)puma[^/]*\.rb$/.test(path))
				listens.push(portOf(text, node));
		}
		if (node.type === "assignment") {
			const [target, value] = node.children;
			const name = target ? text.slice(target.start, target.end) : "";
			if (value && name.endsWith("action_cable.allowed_request_origins"))
				origins.push(originList(text, "origin-check", value, itemsOf(value)));
			const mount = literalOf(text, value);
			if (mount && name.endsWith("action_cable.mount_path"))
				routes.push(cableAt(mount.at, [mount]));
		}
		for (const child of node.children) visit(child, below);
	};
	visit(root, []);
	return { routes, listens, origins };
}

function literalOf(
	text: string,
	node: SyntaxNode | undefined,
): Literal | undefined {
	if (node?.type !== "string") return undefined;
	const value = text.slice(node.start + 1, node.end - 1);
	return /[\\#%]/.test(value) || !/^["']/.test(text.slice(node.start, node.end))
		? undefined
		: { value, at: spanOf(node) };
}

/** `ActionCable.server => "/cable"`, `ActionCable.server, at: "/cable"`. */
function mounted(
	text: string,
	args: readonly SyntaxNode[],
	prefix: readonly Literal[] | undefined,
): readonly RegisteredRoute[] {
	const isCable = args.some((a) =>
		/^(?:::)?ActionCable\.server\b/.test(text.slice(a.start, a.end)),
	);
	if (!isCable) return [];
	const pair = args.find((a) => a.type === "pair");
	const path = literalOf(text, pair?.children[1]);
	const [first] = args;
	return [
		cableAt(
			path?.at ?? (first ? spanOf(first) : [0, 0]),
			prefix && path && [...prefix, path],
		),
	];
}

function cableAt(
	at: Literal["at"],
	parts: readonly Literal[] | undefined,
): RegisteredRoute {
	return {
		at,
		parts: parts?.map((p) => ({
			...p,
			value: p.value.startsWith("/") ? p.value : `/${p.value}`,
		})),
		base: { kind: "root" },
		style: "mounted",
		handlers: [],
		socket: true,
		framework: "Action Cable",
	};
}

function inScope(
	text: string,
	name: string,
	args: readonly SyntaxNode[],
	prefix: readonly Literal[] | undefined,
): readonly Literal[] | undefined {
	const options = args.filter((a) => a.type === "pair");
	const moved = options.some((o) =>
		/^(?:path|shallow_path)\b/.test(text.slice(o.start, o.end)),
	);
	if (moved) return undefined;
	const [first] = args;
	if (!first || first.type === "pair")
		return name === "scope" ? prefix : undefined;
	const literal: Literal | undefined =
		first.type === "simple_symbol"
			? {
					value: `/${text.slice(first.start + 1, first.end)}`,
					at: spanOf(first),
				}
			: literalOf(text, first);
	return prefix && literal && [...prefix, literal];
}

function itemsOf(value: SyntaxNode): readonly SyntaxNode[] {
	return value.type === "array" ? value.children : [value];
}

function originList(
	text: string,
	kind: WrittenOrigins["kind"],
	at: SyntaxNode,
	items: readonly SyntaxNode[],
): WrittenOrigins {
	const entries = items.flatMap((item) => literalOf(text, item) ?? []);
	return {
		kind,
		at: spanOf(at),
		entries,
		complete: entries.length === items.length,
	};
}

/** `port 3000`, `port ENV.fetch("PORT") { 3000 }`, `port ENV.fetch("PORT", 3000)`. */
function portOf(text: string, node: SyntaxNode): WrittenListen {
	const line = text.slice(node.start, node.end);
	const env = /\bENV(?:\.fetch\(|\[)["'](\w+)["']/.exec(line)?.[1];
	const digits = [...line.matchAll(/(?<![\w.])(\d{2,5})(?!\w)/g)].at(-1);
	const start = node.start + (digits?.index ?? 0);
	return {
		at: spanOf(node),
		ports: digits?.[1]
			? [{ port: Number(digits[1]), at: [start, start + digits[1].length] }]
			: [],
		...(env !== undefined && { env }),
		open: true,
		tls: false,
	};
}
