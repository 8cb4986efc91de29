import fc from "fast-check";
import { expect, test } from "vitest";
import { extractCommands } from "../../src/extract/commands/index.js";
import { extractWorkflow } from "../../src/extract/commands/workflow.js";
import { extractCompose } from "../../src/extract/compose/index.js";
import { extractDockerfile } from "../../src/extract/dockerfile/index.js";
import { extractEnvFile } from "../../src/extract/dotenv/index.js";
import { extractPackageManifest } from "../../src/extract/manifests/package-json.js";
import { extractPnpmWorkspace } from "../../src/extract/manifests/pnpm-workspace.js";
import { extractRequirements } from "../../src/extract/manifests/requirements.js";
import { extractTsConfig } from "../../src/extract/manifests/tsconfig.js";
import { extractNginx } from "../../src/extract/nginx/index.js";

const EXTRACTORS: Record<string, (text: string) => unknown> = {
	env: extractEnvFile,
	compose: extractCompose,
	dockerfile: extractDockerfile,
	nginx: extractNginx,
	package: extractPackageManifest,
	tsconfig: extractTsConfig,
	"pnpm-workspace": extractPnpmWorkspace,
	requirements: (text) => extractRequirements(text, "requirements"),
	pyproject: (text) => extractRequirements(text, "pyproject"),
	pipfile: (text) => extractRequirements(text, "pipfile"),
	shell: (text) => extractCommands(text, "shell"),
	procfile: (text) => extractCommands(text, "procfile"),
	makefile: (text) => extractCommands(text, "makefile"),
	workflow: extractWorkflow,
	markdown: (text) => extractCommands(text, "markdown"),
};

const piece = fc.oneof(
	fc.constantFrom(
		...["\n", "\r\n", "\r", " ", "  ", "\t", "\\", "\\\n", "\uFEFF", "\0"],
		...['"', "'", "`", "#", "=", ":", ": ", "- ", "[", "]", "{", "}", "(", ")"],
		...["$", "&&", ";", "|", "<<EOF\n", "EOF\n", "&a ", "*a", "<<: *a\n"],
		...["services:\n", "  web:\n", "    ports:\n", "      - ", "8000:80"],
		...["FROM a AS b\n", "ENV ", "ARG ", "RUN ", "EXPOSE ", "COPY "],
		...["server {", "location /a {", "proxy_pass http://b;", "{{", "{%", "%}"],
		...["jobs:\n", "    steps:\n", "      - run: |\n", "```sh\n", "```\n"],
		...["KEY", "export ", "cd ", "env ", "-r ", "__proto__", "constructor"],
		...['"dependencies":', '"exports":', "[project]\n", "dependencies = ["],
		...["# wslint-disable-line a/b -- c\n", ","],
	),
	fc.string({ maxLength: 4 }),
);
const text = fc.array(piece, { maxLength: 60 }).map((all) => all.join(""));

/** Every span of a fact, wherever it stands. */
function spansIn(fact: unknown): (readonly [number, number])[] {
	if (typeof fact !== "object" || fact === null) return [];
	return Object.entries(fact).flatMap(([key, value]) =>
		/^(at|.*At)$/.test(key) && Array.isArray(value)
			? [[Number(value[0]), Number(value[1])] as const]
			: spansIn(value),
	);
}

test.each(Object.keys(EXTRACTORS))(
	"%s: any text gives a fact whose spans lie inside it",
	(name) => {
		fc.assert(
			fc.property(text, (source) => {
				for (const [start, end] of spansIn(EXTRACTORS[name]?.(source)))
					expect([
						Number.isInteger(start),
						start >= 0 && start <= end && end <= source.length,
					]).toEqual([true, true]);
			}),
			{ numRuns: 1_500 },
		);
	},
);
