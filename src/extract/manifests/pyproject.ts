import type {
	PythonRequirements,
	Span,
	Unreadable,
} from "../../facts/index.js";
import { nestsTooDeeply, TOO_DEEP } from "../../facts/nesting.js";
import {
	normalName,
	type PythonPackage,
	parseRequirement,
} from "./requirement.js";
import { parseToml, tableOf } from "./toml.js";

/** pyproject.toml: PEP 621, PEP 735, Poetry, uv and PDM. Never throws. */
export function extractPyproject(
	text: string,
): PythonRequirements | Unreadable {
	if (nestsTooDeeply(text)) return TOO_DEEP;
	const root = parseToml(text);
	if (!root) return { kind: "unreadable", reason: "is not valid TOML" };
	const place = placesIn(text);
	const packages: PythonPackage[] = [];
	let complete = true;

	function addList(list: unknown, group?: string): void {
		for (const item of Array.isArray(list) ? list : []) {
			// PEP 735: `{ include-group = "test" }` repeats what is listed anyway.
			if (typeof item !== "string") continue;
			const found = parseRequirement(item, place.ofString(item), group);
			if (found) packages.push(found);
			else complete = false;
		}
	}
	function addTable(table: unknown, group?: string): void {
		for (const [name, written] of Object.entries(tableOf(table)))
			if (name !== "python")
				packages.push(packageOf(name, written, place.ofKey(name), group));
	}

	const project = tableOf(root.project);
	const tool = tableOf(root.tool);
	const poetry = tableOf(tool.poetry);
	addList(project.dependencies);
	for (const [group, list] of Object.entries(
		tableOf(project["optional-dependencies"]),
	))
		addList(list, group);
	for (const [group, list] of Object.entries(
		tableOf(root["dependency-groups"]),
	))
		addList(list, group);
	addList(tableOf(tool.uv)["dev-dependencies"], "dev");
	for (const [group, list] of Object.entries(
		tableOf(tableOf(tool.pdm)["dev-dependencies"]),
	))
		addList(list, group);
	addTable(poetry.dependencies);
	addTable(poetry["dev-dependencies"], "dev");
	for (const [group, table] of Object.entries(tableOf(poetry.group)))
		addTable(tableOf(table).dependencies, group);

	const { dynamic } = project;
	if (Array.isArray(dynamic) && dynamic.includes("dependencies"))
		complete = false;
	// Many files only configure tools, and the dependencies stand elsewhere.
	if (!project.dependencies && !poetry.dependencies) complete = false;
	return requirements("pyproject", packages, complete);
}

/** Pipfile. Never throws. */
export function extractPipfile(text: string): PythonRequirements | Unreadable {
	if (nestsTooDeeply(text)) return TOO_DEEP;
	const root = parseToml(text);
	if (!root) return { kind: "unreadable", reason: "is not valid TOML" };
	const place = placesIn(text);
	const packages = [
		{ table: root.packages, group: undefined },
		{ table: root["dev-packages"], group: "dev" },
	].flatMap(({ table, group }) =>
		Object.entries(tableOf(table)).map(([name, written]) =>
			packageOf(name, written, place.ofKey(name), group),
		),
	);
	return requirements("pipfile", packages, true);
}

function requirements(
	format: "pyproject" | "pipfile",
	packages: readonly PythonPackage[],
	complete: boolean,
): PythonRequirements {
	return {
		kind: "python-requirements",
		format,
		packages,
		includes: [],
		complete,
	};
}

/** `name = "^1.0"` or `name = { version = "^1.0", extras = ["x"], optional = true }`. */
function packageOf(
	name: string,
	written: unknown,
	at: Span,
	group: string | undefined,
): PythonPackage {
	const table = tableOf(written);
	const version = typeof written === "string" ? written : table.version;
	const extras = Array.isArray(table.extras) ? table.extras : [];
	const belongsTo = group ?? (table.optional === true ? "extra" : undefined);
	return {
		name: normalName(name),
		extras: extras.filter((extra) => typeof extra === "string"),
		specifier: typeof version === "string" ? version : "",
		at,
		...(belongsTo === undefined ? {} : { group: belongsTo }),
	};
}

/**
 * Where a string or key stands in the text: the parser gives no positions, so
 * each is found by its spelling, the next one after the last that was found.
 */
function placesIn(text: string) {
	const used = new Map<string, number>();
	function find(pattern: RegExp, spelling: string): Span {
		pattern.lastIndex = used.get(spelling) ?? 0;
		const match = pattern.exec(text);
		if (!match) return [0, 0];
		used.set(spelling, pattern.lastIndex);
		const end = match.index + match[0].length;
		return [end - spelling.length, end];
	}
	return {
		/** Offset of the first character inside the quotes. */
		ofString: (value: string) =>
			find(new RegExp(`(?<=["'])${escaped(value)}(?=["'])`, "g"), value)[0],
		ofKey: (key: string) =>
			find(
				new RegExp(`^[ \\t]*["']?${escaped(key)}(?=["']?\\s*[=.])`, "gm"),
				key,
			),
	};
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
