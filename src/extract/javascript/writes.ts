import type { Node } from "oxc-parser";
import type { Span } from "../../facts/place.js";
import type { Binding, Origin, Scope } from "./scope.js";

/** Sloppy assignments to these reach the page or worker, they declare nothing. */
const HOST_SLOT =
	/^(?:on[a-z]+|location|name|status|self|window|document|module|exports)$/;

/** A loop of the function being walked, with the loops around it. */
export interface Loop {
	readonly node: Node;
	readonly outer: Loop | undefined;
}

/** A write found on the way; resolved when every scope is complete, since a name may be declared below. */
export interface Write {
	readonly name: string;
	readonly at: Span;
	readonly scope: Scope;
	readonly loop: Loop | undefined;
	readonly end: number;
	readonly kind: "assign" | "change" | "grow" | "slot";
}

/** Tells every binding who writes it, and every loop what it writes. */
export function resolveWrites(
	file: Scope,
	writes: readonly Write[],
): Map<Node, Set<Binding>> {
	const writtenIn = new Map<Node, Set<Binding>>();
	for (const write of writes) {
		const binding = write.scope.find(write.name) ?? implicitGlobal(file, write);
		if (!binding || (write.kind === "grow" && !binding.growable)) continue;
		if (write.kind === "assign") binding.writes++;
		else if (binding.callable) continue;
		else binding.changed = true;
		const away = write.scope.home !== binding.home;
		if (write.kind !== "slot") {
			binding.lastWrite = Math.max(binding.lastWrite, write.end);
			if (away) binding.foreign = true;
		}
		for (let loop = write.loop; loop; loop = loop.outer) {
			const names = writtenIn.get(loop.node) ?? new Set();
			writtenIn.set(loop.node, names.add(binding));
		}
	}
	return writtenIn;
}

/** `ws = new WebSocket(…)` without a declaration makes a global of the file (also Svelte's `$: url = …`). */
function implicitGlobal(file: Scope, write: Write): Binding | undefined {
	if (write.kind !== "assign" || HOST_SLOT.test(write.name)) return undefined;
	return addBinding(file, write.name, write.at, { hoisted: true });
}

export function addBinding(
	scope: Scope,
	name: string,
	at: Span,
	traits: {
		hoisted?: boolean;
		growable?: boolean;
		callable?: boolean;
		origin?: Origin;
	} = {},
): Binding {
	const binding: Binding = {
		name,
		at,
		home: scope.home,
		hoisted: traits.hoisted ?? false,
		growable: traits.growable ?? false,
		callable: traits.callable ?? false,
		writes: 0,
		changed: false,
		read: false,
		foreign: false,
		lastWrite: at[1],
		values: [],
		changes: [],
		...(traits.origin && { origin: traits.origin }),
	};
	scope.add(binding);
	return binding;
}
