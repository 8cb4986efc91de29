import type { Binding } from "./scope.js";

/** More layers than this are merged into one. */
const MAX_DEPTH = 16;

/**
 * Which definition each varying name has at one point of a function. Layers
 * over the point before make a snapshot free and a branch as cheap as what it
 * writes, however many names the function has.
 */
export class Env {
	private readonly versions = new Map<Binding, number | undefined>();
	private readonly base: Env | undefined;
	private readonly depth: number;

	constructor(base?: Env) {
		if (base && base.depth >= MAX_DEPTH) {
			for (const binding of keysAbove(base, undefined)) {
				const def = base.get(binding);
				if (def !== undefined) this.versions.set(binding, def);
			}
			this.base = undefined;
			this.depth = 0;
		} else {
			this.base = base;
			this.depth = base ? base.depth + 1 : 0;
		}
	}

	get(binding: Binding): number | undefined {
		for (let env: Env | undefined = this; env; env = env.base)
			if (env.versions.has(binding)) return env.versions.get(binding);
		return undefined;
	}

	/** Only for the layer's owner; `undefined` takes the version away. */
	set(binding: Binding, def: number | undefined): void {
		this.versions.set(binding, def);
	}

	/** Names that may have another version in `other`. */
	differing(other: Env): Set<Binding> {
		const mine = new Set<Env>();
		for (let env: Env | undefined = this; env; env = env.base) mine.add(env);
		let common: Env | undefined = other;
		while (common && !mine.has(common)) common = common.base;
		return new Set([...keysAbove(this, common), ...keysAbove(other, common)]);
	}

	/** Layers from `top` down to, without, `bottom`. */
	static *layers(top: Env, bottom: Env | undefined): Generator<Env> {
		for (let env: Env | undefined = top; env && env !== bottom; env = env.base)
			yield env;
	}

	/** The names of this layer alone. */
	keys(): Iterable<Binding> {
		return this.versions.keys();
	}
}

function keysAbove(top: Env, bottom: Env | undefined): Set<Binding> {
	const keys = new Set<Binding>();
	for (const layer of Env.layers(top, bottom))
		for (const binding of layer.keys()) keys.add(binding);
	return keys;
}
