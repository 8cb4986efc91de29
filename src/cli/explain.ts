import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../engine/registry.js";
import { renderPage } from "../report/rule-page.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import type { Io } from "./io.js";
import { packageRoot } from "./package-root.js";
import { unknownName } from "./usage-error.js";

/** Prints the page of a rule. Throws `UsageError` for a rule that does not exist. */
export function explainCommand(id: string, io: Io): ExitCode {
	const ids = RULES.map((rule) => rule.id);
	if (!ids.includes(id))
		throw unknownName("rule", id, ids, "`wslint rules` lists them");
	const page = readFileSync(join(packageRoot(), "rules", `${id}.md`), "utf8");
	io.out(renderPage(page, io.colors, io.columns ?? 100));
	return EXIT.clean;
}
