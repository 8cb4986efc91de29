import type { Value } from "../../../value/value.js";
import type { Launch } from "../launch.js";
import { join, within } from "../paths.js";
import type { Projects } from "../project.js";

/** A module's files: `pkg.mod` is `pkg/mod.py` or `pkg/mod/__init__.py`. */
function moduleFiles(module: string): readonly string[] {
	const path = module.replaceAll(".", "/");
	return [`${path}.py`, `${path}/__init__.py`];
}

/**
 * Files that a module name may mean for a command that runs in one of
 * `folders`: the first folder that has it decides; otherwise every file of the
 * repository whose path ends with it, those near the folders first.
 */
export function moduleCandidates(
	projects: Projects,
	module: string,
	folders: readonly string[],
): readonly string[] {
	const names = moduleFiles(module);
	for (const folder of folders)
		for (const name of names) {
			const path = join(folder, name);
			if (projects.paths.has(path)) return [path];
		}
	const ending = [...projects.paths].filter((path) =>
		names.some((name) => path === name || path.endsWith(`/${name}`)),
	);
	return nearby(projects, ending, folders);
}

/**
 * Files below one of the folders a command runs in. A folder of the repository
 * that holds Python but not the module says that something else is meant.
 */
function nearby(
	projects: Projects,
	files: readonly string[],
	folders: readonly string[],
): readonly string[] {
	const near = files.filter((file) =>
		folders.some((f) => f !== "" && within(file, f)),
	);
	if (near.length > 0) return near;
	const elsewhere =
		!folders.includes("") &&
		[...projects.paths].some(
			(p) => p.endsWith(".py") && folders.some((f) => within(p, f)),
		);
	return elsewhere ? [] : files;
}

/** Python files a script path may mean. */
export function scriptCandidates(
	projects: Projects,
	path: string,
	folders: readonly string[],
): readonly string[] {
	for (const folder of folders) {
		const whole = join(folder, path);
		if (projects.paths.has(whole)) return [whole];
	}
	const name = join(path).replace(/^(?:\.\.\/)+/, "");
	const ending = [...projects.paths].filter(
		(p) => p === name || p.endsWith(`/${name}`),
	);
	return nearby(projects, ending, folders);
}

/**
 * What `attribute` of a module is: the last binding of a top-level name; a
 * function is called, as `--factory` does and as `name()` says.
 */
export function moduleAttribute(
	projects: Projects,
	file: string,
	attribute: string,
): readonly Value[] {
	const { evaluator } = projects.of(file);
	const [name = "", ...rest] = attribute.replace(/\(.*\)$/, "").split(".");
	return projects.sources.program.code(file).flatMap((code, block) => {
		const bound = Object.hasOwn(code.exports, name)
			? code.exports[name]
			: undefined;
		if (!bound) return [];
		const at = { file, span: bound.at };
		let values = evaluator.evaluate(bound, { file, block });
		for (const step of rest)
			values = values.flatMap((a) => evaluator.property(a.value, step, at));
		return values.flatMap(({ value }) =>
			value.v === "function"
				? evaluator.call(value, [], at).map((a) => a.value)
				: [value],
		);
	});
}

/** Python files that a command starts. */
export function launchedFiles(
	projects: Projects,
	{ target, folders }: Pick<Launch, "target" | "folders">,
): readonly string[] {
	if (target.kind === "file")
		return target.path.endsWith(".py")
			? scriptCandidates(projects, target.path, folders)
			: [];
	const module = target.name.split(":")[0] ?? "";
	return [module, `${module}.__main__`].flatMap((name) =>
		moduleCandidates(projects, name, folders),
	);
}
