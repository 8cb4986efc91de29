import {
	type Document,
	isAlias,
	isMap,
	isScalar,
	isSeq,
	type ParsedNode,
	parseDocument,
	type Scalar,
} from "yaml";
import type { KeyValue, MaybeMalformed, Span } from "../facts/index.js";
import { nestsTooDeeply } from "../facts/nesting.js";

/** A node of a YAML document, with the document that its aliases point into. */
export interface YamlNode {
	readonly node: ParsedNode;
	readonly document: Document.Parsed;
}

export interface YamlMember {
	readonly key: string;
	/** The key as written. */
	readonly keyAt: Span;
	/** Undefined for `key:` without a value. */
	readonly value: YamlNode | undefined;
}

/** Merge keys inside merge keys are followed this far; anchors can be recursive. */
const MERGE_DEPTH = 10;

/** Root of a YAML text, with whatever could be read of a broken one. Never throws. */
export function parseYaml(text: string): YamlNode | undefined {
	if (nestsTooDeeply(text)) return undefined;
	try {
		const document = parseDocument(text, {
			logLevel: "silent",
			uniqueKeys: false,
			strict: false,
		});
		return document.contents
			? { node: document.contents, document }
			: undefined;
	} catch {
		return undefined;
	}
}

/** A YAML text as plain data; undefined for a broken one. Never throws. */
export function parsePlainYaml(text: string): unknown {
	try {
		return parseYaml(text)?.document.toJS();
	} catch {
		return undefined;
	}
}

/** What makes a document malformed, for its fact. Never throws. */
export function malformationOf(
	text: string,
	root: YamlNode | undefined,
): MaybeMalformed {
	const error = root?.document.errors[0];
	if (!error) return {};
	const [firstLine = ""] = error.message.split("\n");
	const message = firstLine.replace(/:$/, "");
	const [start, end] = error.pos.map((at) => Math.min(at, text.length));
	return { syntaxError: { message, at: [start ?? 0, end ?? 0] } };
}

/** Members of a mapping, aliases and merge keys (`<<`) resolved; what is written directly overrides what is merged. */
export function membersOf(at: YamlNode | undefined): YamlMember[] {
	return [...collect(at, 0).values()];
}

function collect(
	at: YamlNode | undefined,
	depth: number,
): Map<string, YamlMember> {
	const own = new Map<string, YamlMember>();
	const map = followed(at);
	if (!map || !isMap(map.node) || depth > MERGE_DEPTH) return own;
	const merged = new Map<string, YamlMember>();
	for (const pair of map.node.items) {
		const key = pair.key;
		if (!isScalar(key)) continue;
		const value = pair.value
			? { node: pair.value as ParsedNode, document: map.document }
			: undefined;
		if (key.value === "<<") {
			for (const source of itemsOrSelf(value))
				for (const [name, member] of collect(source, depth + 1))
					if (!merged.has(name)) merged.set(name, member);
		} else {
			const name = String(key.source ?? key.value);
			own.set(name, { key: name, keyAt: spanOf(key), value });
		}
	}
	for (const [name, member] of merged)
		if (!own.has(name)) own.set(name, member);
	return own;
}

function itemsOrSelf(at: YamlNode | undefined): YamlNode[] {
	const value = followed(at);
	if (!value) return [];
	return isSeq(value.node) ? itemsOf(value) : [value];
}

/** The node that an alias stands for; any other node is itself. */
function followed(at: YamlNode | undefined): YamlNode | undefined {
	if (!at || !isAlias(at.node)) return at;
	const target = at.node.resolve(at.document);
	return target
		? { node: target as ParsedNode, document: at.document }
		: undefined;
}

export function memberOf(
	at: YamlNode | undefined,
	key: string,
): YamlNode | undefined {
	return membersOf(at).find((member) => member.key === key)?.value;
}

/** Items of a list; nothing for anything else. */
export function itemsOf(at: YamlNode | undefined): YamlNode[] {
	const list = followed(at);
	if (!list || !isSeq(list.node)) return [];
	return list.node.items.map((node) => ({
		node: node as ParsedNode,
		document: list.document,
	}));
}

export function isMapping(at: YamlNode | undefined): boolean {
	return isMap(followed(at)?.node);
}

/**
 * A scalar as text: a string's value; numbers and booleans as they are
 * written (`0123` stays `0123`); undefined for null and for collections.
 */
export function textOf(at: YamlNode | undefined): string | undefined {
	const scalar = scalarOf(at);
	if (!scalar || scalar.value === null || scalar.value === undefined)
		return undefined;
	return typeof scalar.value === "string"
		? scalar.value
		: (scalar.source ?? String(scalar.value));
}

function scalarOf(at: YamlNode | undefined): Scalar.Parsed | undefined {
	const node = followed(at)?.node;
	return isScalar(node) ? node : undefined;
}

/** Texts of a list of scalars, or the one scalar that stands in its place. */
export function textsOf(at: YamlNode | undefined): string[] {
	const single = textOf(at);
	if (single !== undefined) return [single];
	return itemsOf(at).flatMap((item) => textOf(item) ?? []);
}

/** Place of a node where it is written, an alias where it is used; quotes not included. */
export function placeOf(at: YamlNode): Span {
	return spanOf(at.node);
}

function spanOf(node: ParsedNode): Span {
	const [start, end] = node.range;
	const isQuoted =
		isScalar(node) &&
		(node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE");
	return isQuoted ? [start + 1, end - 1] : [start, end];
}

/** Variables written as a mapping (`KEY: value`) or as a list (`- KEY=value`, `- KEY`). */
export function variablesOf(at: YamlNode | undefined): KeyValue[] {
	const list = itemsOf(at);
	if (list.length === 0)
		return membersOf(at).map(({ key, keyAt, value }) => ({
			key,
			value: value && textOf(value),
			at: keyAt,
			valueAt: value ? placeOf(value) : [keyAt[1], keyAt[1]],
		}));
	return list.flatMap((item) => {
		const text = textOf(item);
		if (text === undefined) return [];
		const [start, end] = placeOf(item);
		const equals = text.indexOf("=");
		const key = equals < 0 ? text : text.slice(0, equals);
		return {
			key,
			value: equals < 0 ? undefined : text.slice(equals + 1),
			at: [start, start + key.length],
			valueAt: equals < 0 ? [end, end] : [start + equals + 1, end],
		};
	});
}
