import type { PythonRequirements, Unreadable } from "../../facts/index.js";
import { extractPipfile, extractPyproject } from "./pyproject.js";
import { extractRequirementsTxt } from "./requirements-txt.js";

/** What a Python project depends on, in any of the three notations. Never throws. */
export function extractRequirements(
	text: string,
	format: PythonRequirements["format"],
): PythonRequirements | Unreadable {
	switch (format) {
		case "requirements":
			return extractRequirementsTxt(text);
		case "pyproject":
			return extractPyproject(text);
		case "pipfile":
			return extractPipfile(text);
	}
}
