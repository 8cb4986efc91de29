import type { Place } from "../../facts/place.js";
import { type Alternatives, just, unknown } from "./alternatives.js";
import { constantValue, environmentValue } from "./environment.js";
import type { Machine } from "./machine.js";

/** What an import statement binds. */
export function importedValue(
	machine: Machine,
	file: string,
	specifier: string,
	name: string,
	here: Place,
): Alternatives {
	const target = machine.program.resolve(file, specifier);
	switch (target.kind) {
		case "file":
			return (
				exported(machine, built(machine, target.file), name, here) ??
				submodule(machine, file, specifier, name) ??
				unknown(`${target.file} does not export ${name}`, here)
			);
		case "external":
			return (
				submodule(machine, file, specifier, name) ??
				constantValue(machine, externalName(target.name, name), here) ??
				svelteEnvironment(machine, target.name, name, here) ??
				just({ v: "external", name: externalName(target.name, name), at: here })
			);
		case "unknown":
			return (
				submodule(machine, file, specifier, name) ??
				unknown(target.reason, here)
			);
	}
}

/** The file that this build reads. */
function built(machine: Machine, file: string): string {
	return machine.world.replacement?.(file) ?? file;
}

/** SvelteKit's env modules: `$env/static/*` exports the keys, `$env/dynamic/*` an object of them. */
function svelteEnvironment(
	machine: Machine,
	specifier: string,
	name: string,
	here: Place,
): Alternatives | undefined {
	const found = /^\$env\/(static|dynamic)\//.exec(specifier);
	if (!found) return undefined;
	if (found[1] === "static" && name !== "*")
		return environmentValue(machine, "import.meta.env", name, here);
	return just({ v: "environment", accessor: "import.meta.env", at: here });
}

/** Python: `from package import module`. */
function submodule(
	machine: Machine,
	file: string,
	specifier: string,
	name: string,
): Alternatives | undefined {
	if (!file.endsWith(".py") || name === "*") return undefined;
	const joined = specifier.endsWith(".")
		? specifier + name
		: `${specifier}.${name}`;
	const target = machine.program.resolve(file, joined);
	return target.kind === "file"
		? just({ v: "module", file: target.file })
		: undefined;
}

/** `pkg#name`; members of a namespace or of a package's default object count as its names. */
export function externalName(specifier: string, name: string): string {
	return `${specifier}#${name}`;
}

/** An export of a file of this repository; undefined when it has none of that name. */
export function exported(
	machine: Machine,
	file: string,
	name: string,
	here: Place,
	visited: ReadonlySet<string> = new Set(),
): Alternatives | undefined {
	const blocks = machine.program.code(file);
	if (blocks.length === 0)
		return just({
			v: "unknown",
			reason: `${file} was not read as code`,
			at: here,
		});
	for (const [block, code] of blocks.entries()) {
		const scope = { file, block };
		if (
			code.commonjs &&
			(name === "*" || (name === "default" && !code.exports.default))
		)
			return machine.evaluate(code.commonjs, scope);
		const own = Object.hasOwn(code.exports, name)
			? code.exports[name]
			: undefined;
		if (own) return machine.evaluate(own, scope);
	}
	if (name === "*") return just({ v: "module", file });
	if (visited.has(file)) return undefined;
	const seen = new Set(visited).add(file);
	let outside: string | undefined;
	for (const code of blocks)
		for (const from of code.starExports) {
			const target = machine.program.resolve(file, from);
			if (target.kind === "file") {
				const found = exported(machine, target.file, name, here, seen);
				if (found) return found;
			} else if (target.kind === "external") outside ??= target.name;
		}
	return outside && name !== "default"
		? just({ v: "external", name: externalName(outside, name), at: here })
		: undefined;
}
