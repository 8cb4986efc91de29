import type { PortField, WrittenListen } from "../../facts/server-source.js";
import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import {
	callOf,
	fieldsOf,
	type GoCall,
	type GoFile,
	literalOf,
	nodesIn,
	textOf,
	typeName,
} from "./syntax.js";

/** Everywhere a file says where it listens. */
export function listensIn(file: GoFile): readonly WrittenListen[] {
	const found: WrittenListen[] = [];
	let addressed = false;
	for (const node of nodesIn(file.root)) {
		if (node.type === "composite_literal") {
			const type = typeName(file, node.children[0]);
			const address = fieldsOf(file, node).get("Addr");
			if (type?.from !== "net/http" || type.name !== "Server" || !address)
				continue;
			addressed = true;
			found.push(listenAt(file, node, address, false));
		}
		const call = callOf(file, node);
		if (call) found.push(...listenOf(file, call));
	}
	// `srv.ListenAndServe()` listens where the server's Addr says.
	return addressed ? found.filter((l) => !isBare(l)) : found;
}

function isBare({ open, ports, env, field }: WrittenListen): boolean {
	return open && ports.length === 0 && !env && !field;
}

/** gin's `Run()` without an address: `PORT`, else 8080 (gin's resolveAddress). */
const GIN_PORT = 8080;

function listenOf(file: GoFile, call: GoCall): readonly WrittenListen[] {
	const { name, args, from, node } = call;
	const [first] = args;
	const tls = /TLS$/.test(name);
	if (/^ListenAndServe(?:TLS)?$/.test(name)) {
		if (from === "net/http" && first) return [listenAt(file, node, first, tls)];
		return [{ at: spanOf(node), ports: [], open: true, tls }];
	}
	if (name === "Listen" && from === "net" && args[1])
		return [listenAt(file, node, args[1], false)];
	if (from !== undefined || !call.of) return [];
	const imports = [...file.imports.values()];
	const uses = (framework: RegExp) => imports.some((i) => framework.test(i));
	const starts =
		(/^Run(?:TLS)?$/.test(name) && uses(/gin-gonic\/gin$/)) ||
		(/^Start(?:TLS)?$/.test(name) && uses(/labstack\/echo/)) ||
		(/^Listen(?:TLS)?$/.test(name) && uses(/gofiber\/fiber/)) ||
		(/^(?:Run|Start|Listen)$/.test(name) &&
			/^:\d+$/.test(literalOf(file, first)?.value ?? ""));
	if (!starts) return [];
	if (first) return [listenAt(file, node, first, tls)];
	return /^Run$/.test(name)
		? [
				{
					at: spanOf(node),
					ports: [{ port: GIN_PORT, at: spanOf(node) }],
					env: "PORT",
					open: false,
					tls,
				},
			]
		: [];
}

function listenAt(
	file: GoFile,
	node: SyntaxNode,
	address: SyntaxNode,
	tls: boolean,
): WrittenListen {
	const reading = new PortReading(file);
	reading.read(address);
	return { at: spanOf(node), ...reading.result(), tls };
}

/** Collects what the port of an address may be: literals, defaults, the env key or field it comes from. */
class PortReading {
	readonly #ports: { port: number; at: readonly [number, number] }[] = [];
	#env: string | undefined;
	#field: string | undefined;
	#open = false;
	readonly #seen = new Set<string>();

	constructor(readonly file: GoFile) {}

	result(): Omit<WrittenListen, "at" | "tls"> {
		return {
			ports: this.#ports,
			open: this.#open,
			...(this.#env !== undefined && { env: this.#env }),
			...(this.#field !== undefined && { field: this.#field }),
		};
	}

	read(node: SyntaxNode | undefined, depth = 0): void {
		if (!node || depth > 8) {
			this.#open = true;
			return;
		}
		const inner = (child: SyntaxNode | undefined) =>
			this.read(child, depth + 1);
		const literal = literalOf(this.file, node);
		if (literal || node.type === "int_literal") {
			this.#number(literal?.value ?? textOf(this.file, node), node);
			return;
		}
		switch (node.type) {
			case "identifier":
				this.#name(node, inner);
				return;
			case "binary_expression":
				inner(node.children[1]);
				return;
			case "unary_expression":
			case "parenthesized_expression":
				inner(node.children[0]);
				return;
			case "selector_expression": {
				const field = node.children[1];
				if (field) this.#field = textOf(this.file, field);
				return;
			}
			case "call_expression":
				this.#call(node, inner);
				return;
			default:
				this.#open = true;
		}
	}

	#number(text: string, node: SyntaxNode): void {
		const digits = /(?:^|:)(\d{2,5})$/.exec(text)?.[1];
		if (digits) this.#ports.push({ port: Number(digits), at: spanOf(node) });
	}

	#name(node: SyntaxNode, inner: (node: SyntaxNode) => void): void {
		const name = textOf(this.file, node);
		if (this.#seen.has(name)) return;
		this.#seen.add(name);
		const values = this.file.values.get(name) ?? [];
		if (values.length === 0) this.#open = true;
		for (const value of values) inner(value);
	}

	#call(node: SyntaxNode, inner: (node: SyntaxNode | undefined) => void): void {
		const call = callOf(this.file, node);
		const { name = "", args = [], from } = call ?? {};
		const texts = args.map((a) => literalOf(this.file, a)?.value);
		const [first, second] = texts;
		if (from === "os" && /^(?:Getenv|LookupEnv)$/.test(name)) {
			if (first === undefined) this.#open = true;
			else this.#env = first;
		} else if (from === "fmt" && name === "Sprintf" && first !== undefined) {
			if (/%\w$/.test(first)) inner(args.at(-1));
			else if (args[0]) this.#number(first, args[0]);
		} else if (
			from === "strconv" ||
			(from === "net" && name === "JoinHostPort")
		)
			inner(args.at(from === "net" ? 1 : 0));
		else if (from === "flag" && /^(?:String|Int|Uint)$/.test(name) && args[1]) {
			// Whoever starts it may give another.
			this.#open = true;
			inner(args[1]);
		} else if (from === "cmp" && name === "Or")
			for (const arg of args) inner(arg);
		else if (
			/^[A-Z][A-Z0-9_]+$/.test(first ?? "") &&
			(second !== undefined || args[1]?.type === "int_literal")
		) {
			// A helper of the application: `getEnv("PORT", "8080")`.
			if (first !== undefined) this.#env = first;
			inner(args[1]);
		} else if (from === undefined && /^u?int\d*$/.test(name)) inner(args[0]);
		else this.#open = true;
	}
}

/** ``Port int `env:"PORT" envDefault:"8080"` ``, as caarlos0/env, envconfig and go-envconfig write it. */
export function portFieldsIn(file: GoFile): readonly PortField[] {
	return [...nodesIn(file.root)].flatMap((node) => {
		if (node.type !== "field_declaration") return [];
		const name = childOfType(node, "field_identifier");
		const tag = childOfType(node, "raw_string_literal");
		const text = tag ? textOf(file, tag) : "";
		const env = /\b(?:env|envconfig):"(\w+)/.exec(text)?.[1];
		const port =
			/\b(?:envDefault|default|env-default):"[^"]*?(\d{2,5})"/.exec(
				text,
			)?.[1] ?? /\benv:"[^"]*\bdefault=[^",]*?(\d{2,5})"/.exec(text)?.[1];
		return name && tag && env && port
			? [
					{
						field: textOf(file, name),
						port: Number(port),
						env,
						at: spanOf(tag),
					},
				]
			: [];
	});
}
