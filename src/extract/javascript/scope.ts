import type { Node } from "oxc-parser";
import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";

/** Where a name comes from when that is not an assignment in this file. */
export type Origin =
	| { readonly k: "import"; readonly from: string; readonly name: string }
	| { readonly k: "param"; readonly fn: number; readonly index: number };

/** A write that `with` and `after` express: given the value before, the value after. */
export type Change = (of: Expr) => Expr;

/** A declared name of one scope, with all that is known about who writes it. */
export interface Binding {
	readonly name: string;
	/** The declaring identifier. */
	readonly at: Span;
	/** The scope of the function (or file) that declares it. */
	readonly home: Scope;
	readonly hoisted: boolean;
	/** Its first value is a `new` expression, a list, or a parameter: bare `set`, `add` and `append` then change it. */
	readonly growable: boolean;
	/** It names a function or class; properties put on one are not followed. */
	readonly callable: boolean;
	/** Assignments beyond the declaration. */
	writes: number;
	/** Has members assigned, or mutating methods called. */
	changed: boolean;
	/** Something reads or exports it. */
	read: boolean;
	/** Written or changed by a function other than the declaring one. */
	foreign: boolean;
	/** End offset of the textually last write or change. */
	lastWrite: number;
	origin?: Origin;
	/** Definition that holds the declared value; the only one when nothing else writes it. */
	def?: number;
	/** Definition that holds every value the name may ever have. */
	shared?: number;
	/** All values assigned to it. */
	readonly values: Expr[];
	readonly changes: Change[];
}

/** Names of one block, function, class or file. */
export class Scope {
	readonly parent: Scope | undefined;
	/** The enclosing function's scope, or the file's: where `var` goes. */
	readonly home: Scope;
	private names: Map<string, Binding> | undefined;

	constructor(parent: Scope | undefined, opensFunction: boolean) {
		this.parent = parent;
		this.home = opensFunction || !parent ? this : parent.home;
	}

	own(name: string): Binding | undefined {
		return this.names?.get(name);
	}

	add(binding: Binding): void {
		this.names ??= new Map();
		this.names.set(binding.name, binding);
	}

	/** The binding that `name` means here, if the file declares it. */
	find(name: string): Binding | undefined {
		for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
			const binding = scope.names?.get(name);
			if (binding) return binding;
		}
		return undefined;
	}
}

/** All scopes of a file, as `bindNames` found them. */
export interface Scopes {
	readonly file: Scope;
	/** Functions, blocks, loops, catches, classes and switches that open a scope. */
	readonly of: ReadonlyMap<Node, Scope>;
	/** Names that each loop writes and that outlive one turn of it. */
	readonly writtenIn: ReadonlyMap<Node, ReadonlySet<Binding>>;
}

/** Whether the name has more than its declared value. */
export function varies(binding: Binding): boolean {
	return binding.writes > 0 || binding.changed;
}
