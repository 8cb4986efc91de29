import type { Place } from "../../facts/place.js";
import { type PagePart, Text } from "../text.js";
import type { UrlParts, Value } from "../value.js";
import {
	type Alternatives,
	just,
	scalar,
	under,
	union,
	unknown,
} from "./alternatives.js";
import { constantValue } from "./environment.js";
import type { Machine } from "./machine.js";
import { exported, externalName } from "./modules.js";

const GLOBAL_OBJECTS = new Set([
	"window",
	"globalThis",
	"self",
	"global",
	"top",
	"parent",
]);

/** An identifier that nothing in the file declares. */
export function globalValue(
	machine: Machine,
	name: string,
	here: Place,
): Alternatives {
	switch (name) {
		case "location":
			return pageAddress(machine, here);
		case "undefined":
			return scalar(undefined, here);
		case "window":
		case "document":
		case "self":
			return machine.world.runtime === "browser"
				? just({ v: "external", name: `global#${name}`, at: here })
				: scalar(undefined, here);
		case "__name__":
			return just({ v: "external", name: "global#__name__", at: here });
		default:
			return (
				constantValue(machine, `global#${name}`, here) ??
				autoImported(machine, name, here) ??
				just({ v: "external", name: `global#${name}`, at: here })
			);
	}
}

/** A name that the build tool imports by itself. */
function autoImported(
	machine: Machine,
	name: string,
	here: Place,
): Alternatives | undefined {
	const target = machine.program.undeclared?.(here.file, name);
	if (target?.kind === "file")
		return exported(machine, target.file, name, here);
	return target?.kind === "external"
		? just({ v: "external", name: externalName(target.name, name), at: here })
		: undefined;
}

/** Member of a global object, for those the evaluator gives a meaning; undefined otherwise. */
export function globalMember(
	machine: Machine,
	of: string,
	name: string,
	here: Place,
): Alternatives | undefined {
	if (GLOBAL_OBJECTS.has(of))
		return name === "origin" && machine.world.page
			? pageProperty(machine, "origin", here)
			: globalValue(machine, name, here);
	const path = `${of}.${name}`;
	switch (path) {
		case "document.location":
			return pageAddress(machine, here);
		case "document.baseURI":
		case "document.URL":
			return pageProperty(machine, "href", here);
		case "document.domain":
			return pageProperty(machine, "hostname", here);
		case "import.meta.env":
		case "process.env":
		case "Bun.env":
		case "Deno.env":
			return just({ v: "environment", accessor: path, at: here });
		case "import.meta.url":
			return unknown("the module's own address", here);
		default:
			return undefined;
	}
}

function pageProperty(
	machine: Machine,
	name: string,
	here: Place,
): Alternatives {
	return pageAddress(machine, here).flatMap((a) =>
		machine.property(a.value, name, here).map((b) => ({ ...b, when: a.when })),
	);
}

/**
 * `location`. An undecided protocol makes two alternatives under the atom
 * `https page`; unknown host parts are holes.
 */
export function pageAddress(machine: Machine, here: Place): Alternatives {
	const page = machine.world.page;
	if (!page) return unknown("there is no page here", here);
	const known = (part: PagePart, text: string) =>
		Text.of(text, { kind: "page", part, at: here });
	const open = (part: PagePart) =>
		Text.hole(
			{
				kind: "page",
				name: part,
				reason: "it depends on where the page is served",
			},
			{ kind: "page", part, at: here },
		);
	const host =
		page.hostname === undefined
			? open("host")
			: page.port === ""
				? known("hostname", page.hostname)
				: Text.concat(
						known("hostname", page.hostname),
						known("host", ":"),
						page.port === undefined ? open("port") : known("port", page.port),
					);
	const location = (protocol: string): Value => {
		const parts: UrlParts = {
			protocol: known("protocol", protocol),
			host,
			pathname: Text.concat(known("pathname", "/"), open("pathname")),
			search: open("search"),
			hash: open("hash"),
		};
		return { v: "url", parts, at: here };
	};
	if (page.protocol) return just(location(page.protocol));
	const when = (is: boolean) =>
		({ atom: "https page", is: String(is), kind: "page", at: here }) as const;
	return union(
		under(just(location("https:")), when(true)),
		under(just(location("http:")), when(false)),
	);
}
