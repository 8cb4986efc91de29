import type { Place } from "../../facts/place.js";
import type { ArrayValue, ObjectValue, Value } from "../value.js";
import {
	type Alternatives,
	just,
	scalar,
	textValue,
	through,
	under,
	union,
	unknown,
} from "./alternatives.js";
import { environmentValue } from "./environment.js";
import { globalMember } from "./globals.js";
import { classMember, instanceMember } from "./instances.js";
import type { Machine } from "./machine.js";
import { exported, externalName } from "./modules.js";
import { urlPart } from "./url-parts.js";

/** `of.name`. */
export function property(
	machine: Machine,
	of: Value,
	name: string,
	here: Place,
): Alternatives {
	const known = machine.intrinsics.property?.(of, name, here, machine);
	if (known) return known;
	switch (of.v) {
		case "object":
			return objectMember(machine, of, name, here);
		case "array":
			return arrayMember(machine, of, name, here);
		case "instance":
			return instanceMember(machine, of, name, here);
		case "class":
			return classMember(machine, of, name, here);
		case "module":
			return (
				exported(machine, of.file, name, here) ??
				submodule(machine, of.file, name) ??
				unknown(`${of.file} does not export ${name}`, here)
			);
		case "external":
			return externalMember(machine, of.name, name, here);
		case "url": {
			const part = urlPart(of.parts, name, here);
			return part
				? just(textValue(part))
				: just({ v: "property", of, name, at: here });
		}
		case "environment":
			return environmentValue(machine, of.accessor, name, here);
		case "scalar":
			return isNothing(of.value)
				? scalar(undefined, here)
				: just({ v: "property", of, name, at: here });
		case "unknown":
			return just(of);
		case "made": {
			const assigned = of.assigned?.get(name);
			return assigned
				? machine.force(assigned)
				: just({ v: "property", of, name, at: here });
		}
		case "text":
			if (name === "length" && of.text.known)
				return scalar(of.text.length, here);
			return just({ v: "property", of, name, at: here });
		default:
			return just({ v: "property", of, name, at: here });
	}
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null;
}

function objectMember(
	machine: Machine,
	of: ObjectValue,
	name: string,
	here: Place,
): Alternatives {
	const entry = of.entries.get(name);
	if (entry)
		return through(machine.force(entry.value), {
			at: entry.keyAt,
			label: name,
		});
	return of.complete
		? scalar(undefined, here)
		: unknown(`${name} may come from something that is not followed`, here);
}

function arrayMember(
	machine: Machine,
	of: ArrayValue,
	name: string,
	here: Place,
): Alternatives {
	if (name === "length" && of.complete) return scalar(of.items.length, here);
	if (!/^\d+$/.test(name)) return just({ v: "property", of, name, at: here });
	const item = of.items[Number(name)];
	if (item) return machine.force(item);
	return of.complete
		? scalar(undefined, here)
		: unknown("the list is only partly known", here);
}

function submodule(
	machine: Machine,
	file: string,
	name: string,
): Alternatives | undefined {
	if (!file.endsWith("__init__.py")) return undefined;
	const target = machine.program.resolve(file, `.${name}`);
	return target.kind === "file"
		? just({ v: "module", file: target.file })
		: undefined;
}

/** Member of something external; `pkg#*.x` and `pkg#default.x` of known namespaces are `pkg#x`. */
function externalMember(
	machine: Machine,
	of: string,
	name: string,
	here: Place,
): Alternatives {
	const [specifier = "", path = ""] = of.split("#");
	if (specifier === "global")
		return (
			globalMember(machine, path, name, here) ??
			just({ v: "external", name: `${of}.${name}`, at: here })
		);
	if (
		specifier === "os" &&
		name === "environ" &&
		machine.world.runtime === "python"
	)
		return just({ v: "environment", accessor: "os.environ", at: here });
	if (
		(specifier === "process" || specifier === "node:process") &&
		name === "env"
	)
		return just({ v: "environment", accessor: "process.env", at: here });
	if (path === "*")
		return just({
			v: "external",
			name:
				name === "default"
					? `${specifier}#default`
					: externalName(specifier, name),
			at: here,
		});
	if (path === "default" && NAMESPACE_DEFAULTS.has(specifier))
		return just({
			v: "external",
			name: externalName(specifier, name),
			at: here,
		});
	return just({ v: "external", name: `${of}.${name}`, at: here });
}

/** Packages whose default export is their namespace. */
const NAMESPACE_DEFAULTS = new Set([
	"react",
	"vue",
	"vite",
	"http",
	"https",
	"node:http",
	"node:https",
	"url",
	"node:url",
	"path",
	"node:path",
]);

/** One value per element, each taken: a loop opens them all. */
export function eachOf(
	machine: Machine,
	of: ArrayValue,
	here: Place,
): Alternatives {
	if (of.items.length === 0)
		return of.complete
			? unknown("the list is empty", here)
			: unknown("the list is not known", here);
	const atom = `element of ${of.at.file}:${of.at.span[0]}`;
	return union(
		...of.items.map((item, i) =>
			under(machine.force(item), {
				atom,
				is: String(i),
				kind: "caller",
				at: of.at,
			}),
		),
	);
}
