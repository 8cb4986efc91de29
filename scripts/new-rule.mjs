// `npm run new:rule -- category/name`: writes rules/category/name.ts and its page, and registers it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		root: { type: "string", default: resolve(import.meta.dirname, "..") },
	},
});
const [id = ""] = positionals;
if (!/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
	console.error(
		"usage: npm run new:rule -- category/name   (kebab-case, naming the bad pattern)",
	);
	process.exit(2);
}
const file = (ending) => join(values.root, "rules", `${id}.${ending}`);
if (existsSync(file("ts"))) {
	console.error(`rules/${id}.ts exists already`);
	process.exit(2);
}

const since = JSON.parse(
	readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8"),
).version;

mkdirSync(dirname(file("ts")), { recursive: true });
writeFileSync(file("ts"), rule(id, since));
writeFileSync(file("md"), page(id));
execFileSync(
	process.execPath,
	[join(import.meta.dirname, "generate.mjs"), "--root", values.root],
	{ stdio: "inherit" },
);
console.log(
	`rules/${id}.ts and rules/${id}.md are there; the page's examples are the rule's tests (npx vitest run test/rules)`,
);

function rule(id, since) {
	return `import { defineRule } from "../../src/rule/define-rule.js";

export default defineRule({
	id: "${id}",
	summary: "A socket is dialled on a host that ends in .invalid.",
	severity: "warning",
	since: "${since}",
	facts: ["RFC 6761 section 6.4: .invalid never resolves"],
	*check(graph) {
		for (const connection of graph.connections)
			for (const { address, scenario, status } of connection.attempts) {
				if (address.form !== "absolute" || status !== "taken") continue;
				const host = address.host.value;
				if (!host?.endsWith(".invalid")) continue;
				yield {
					scenario: [scenario],
					at: connection.urlAt ?? connection.at,
					connection: connection.id,
					message: {
						what: \`\${host} does not exist\`,
						why: "Names under .invalid never resolve; the console shows net::ERR_NAME_NOT_RESOLVED.",
						do: "Write the host of the server.",
					},
				};
			}
	},
});
`;
}

function page(id) {
	return `# ${id}

## What it reports

A socket URL whose host ends in \`.invalid\`.

## What you see

\`\`\`
WebSocket connection to 'ws://chat.invalid/ws' failed: Error in connection establishment: net::ERR_NAME_NOT_RESOLVED
\`\`\`

## Why

Names under \`.invalid\` are reserved and never resolve (RFC 6761).

## When it stays silent

When the host is not known.

## Fix

None: only you know the host.

## Examples

### Bad: a reserved name

\`src/chat.js\`
\`\`\`js
// wslint-expect: ${id}
new WebSocket("ws://chat.invalid/ws");
\`\`\`

### Good: a name that may exist

\`src/chat.js\`
\`\`\`js
new WebSocket("wss://chat.example.com/ws");
\`\`\`

### Look-alike: a path that ends in the same word

\`src/chat.js\`
\`\`\`js
new WebSocket("wss://chat.example.com/room.invalid");
\`\`\`

### Unknown: the host is given at run time

\`src/chat.js\`
\`\`\`js
export function connect(host) {
	return new WebSocket(\`wss://\${host}/ws\`);
}
\`\`\`
`;
}
