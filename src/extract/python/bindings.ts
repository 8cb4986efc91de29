import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { versionIn } from "./flow.js";
import { type Reading, unknown } from "./reading.js";
import {
	assigningScope,
	owningScope,
	type Scope,
	type SharedName,
	type Version,
} from "./scope.js";

/** What an assignment says beside its value. */
export interface Assignment {
	/** The identifier. */
	readonly at: Span;
	/** The whole statement. */
	readonly statement: Span;
	/** Text of the type annotation. */
	readonly annotation?: string | undefined;
}

/** The value of a name at the current place. */
export function readName(reading: Reading, name: string, at: Span): Expr {
	for (
		let scope: Scope | undefined = reading.scope;
		scope;
		scope = scope.outer
	) {
		if (scope.kind === "class" && !seesClassBody(reading.scope, scope)) {
			continue;
		}
		if (scope.names.shared.has(name)) {
			return { k: "ref", at, def: sharedName(reading, scope, name).def, name };
		}
		const version = versionIn(scope.flow, name);
		if (version) return version.read(at);
		if (scope.names.locals.has(name)) {
			return unknown(at, `${name} is read before it is assigned`);
		}
	}
	return { k: "global", at, name };
}

/** Names of a class body are seen by the body itself, not by its methods. */
function seesClassBody(from: Scope, body: Scope): boolean {
	return assigningScope(from) === body;
}

/** The version of a name that the current function or module bound itself; none for captured names. */
export function ownVersion(
	reading: Reading,
	name: string,
): Version | undefined {
	return versionIn(assigningScope(reading.scope).flow, name);
}

/** Binds a name to a new version of its value: a definition, or a field in a class body. */
export function assignName(
	reading: Reading,
	name: string,
	value: Expr,
	assignment: Assignment,
): void {
	const scope = assigningScope(reading.scope);
	if (scope.kind === "class") {
		const { at } = assignment;
		setVersion(reading, name, { kind: "value", at, read: () => value });
		addField(reading, scope.cls, name, { ...assignment, value });
		return;
	}
	const def = define(reading, scope.fn, name, value, assignment);
	const read = reading.keyReads.at(-1);
	if (read?.expr === value) reading.readsOfDefs.set(def, read);
	setVersion(
		reading,
		name,
		definitionVersion(reading, def, name, value, assignment.at),
	);
}

/** Makes `version` the current one of a name. */
export function setVersion(
	reading: Reading,
	name: string,
	version: Version,
): void {
	const scope = assigningScope(reading.scope);
	scope.flow.versions.set(name, version);
	const owner = owningScope(scope, name);
	if (owner.names.shared.has(name)) {
		sharedName(reading, owner, name).writes.push(version.read(version.at));
	}
}

/** Records that a captured list or dictionary was changed in place; other writers are not known to come before or after. */
export function changeCaptured(
	reading: Reading,
	name: string,
	change: (before: Expr) => Expr,
	assignment: Assignment,
): void {
	for (let scope = reading.scope.outer; scope; scope = scope.outer) {
		if (scope.kind === "class" || !scope.names.shared.has(name)) continue;
		const version = versionIn(scope.flow, name);
		if (!version) return;
		const { writes } = sharedName(reading, scope, name);
		const value = change(version.read(assignment.at));
		const def = define(reading, reading.scope.fn, name, value, assignment);
		writes.push({ k: "ref", at: assignment.at, def, name });
		return;
	}
}

/** Adds a definition and returns its index. */
export function define(
	reading: Reading,
	fn: number | undefined,
	name: string,
	value: Expr,
	{ at, statement }: Assignment,
): number {
	return (
		reading.defs.push({
			name,
			at,
			value,
			statement,
			...(fn === undefined ? {} : { fn }),
		}) - 1
	);
}

/** A field of a class, from its body or from `self.name = …`. */
export function addField(
	reading: Reading,
	cls: number | undefined,
	name: string,
	field: {
		readonly at: Span;
		readonly value?: Expr;
		readonly annotation?: string | undefined;
		readonly fn?: number | undefined;
	},
): void {
	if (cls === undefined) return;
	const { at, value, annotation, fn } = field;
	reading.classes[cls]?.fields.push({
		name,
		at,
		static: annotation?.includes("ClassVar") ?? false,
		...(value ? { value } : {}),
		...(annotation === undefined ? {} : { annotation }),
		...(fn === undefined ? {} : { fn }),
	});
}

function definitionVersion(
	reading: Reading,
	def: number,
	name: string,
	value: Expr,
	at: Span,
): Version {
	return {
		kind: kindOf(value, ownVersion(reading, name)),
		at,
		read: (use) => ({ k: "ref", at: use, def, name }),
	};
}

/** `FastAPI(…)`, `socketio.AsyncServer(…)`: by convention a capital makes an instance, and it stays one when it is changed. */
function kindOf(value: Expr, before: Version | undefined): Version["kind"] {
	if (value.k === "with" || value.k === "after") {
		return before?.kind ?? "definition";
	}
	return value.k === "call" &&
		"name" in value.callee &&
		/^_*[A-Z]/.test(value.callee.name)
		? "instance"
		: "definition";
}

function sharedName(reading: Reading, scope: Scope, name: string): SharedName {
	const known = scope.shared.get(name);
	if (known) return known;
	const writes: Expr[] = [];
	const at = versionIn(scope.flow, name)?.at ?? [0, 0];
	const value: Expr = { k: "any", at, of: writes };
	const def = define(reading, scope.fn, name, value, { at, statement: at });
	const shared = { def, writes };
	scope.shared.set(name, shared);
	reading.sharedNames.push(shared);
	return shared;
}
