import type { Version } from "./scope.js";

/** The versions of a scope's names along one branch; a branch holds only what it changed. */
export interface Flow {
	readonly under: Flow | undefined;
	readonly versions: Map<string, Version>;
	/** After `return`, `raise`, `break` …: nothing below is reached. */
	ended: boolean;
}

/** A branch that starts with the versions of `flow`. */
export function fork(flow: Flow): Flow {
	return { under: flow, versions: new Map(), ended: false };
}

/** The current version of a name along a branch. */
export function versionIn(flow: Flow, name: string): Version | undefined {
	for (let at: Flow | undefined = flow; at; at = at.under) {
		const version = at.versions.get(name);
		if (version) return version;
	}
	return undefined;
}

/** What changed between `base` and `flow`, as a branch of its own that later changes do not reach. */
export function changesSince(base: Flow, flow: Flow): Flow {
	const layers: Flow[] = [];
	for (let at: Flow | undefined = flow; at && at !== base; at = at.under) {
		layers.unshift(at);
	}
	const changed = fork(base);
	for (const layer of layers) {
		for (const [name, version] of layer.versions) {
			changed.versions.set(name, version);
		}
	}
	return changed;
}
