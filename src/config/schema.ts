import * as z from "zod";

const level = z.enum(["off", "info", "warning", "error"]);

const origin = z
	.string()
	.regex(
		/^https?:\/\/[^/?#\s]+$/,
		"must be an origin: scheme, host and perhaps a port, no path (`https://app.example.com`)",
	);

const serverUrl = z
	.string()
	.regex(
		/^(?:https?|wss?):\/\/[^/?#\s]+/,
		"must be an absolute URL (`https://api.example.com` or `ws://localhost:8000`)",
	);

const routePath = z
	.string()
	.startsWith("/", "must start with `/` (`/api/chat/ws`, `/rooms/{id}`)");

/** Single source of the configuration's type, its check and its JSON schema. Loaded only where a configuration exists. */
export const configSchema = z
	.strictObject({
		$schema: z.string().optional(),
		preset: z
			.enum(["recommended", "strict", "security"])
			.optional()
			.describe(
				"`strict` makes every warning an error; `security` raises the rules about secrets and origins.",
			),
		rules: z
			.record(
				z.string(),
				z.union([level, z.tuple([level, z.strictObject({}).optional()])]),
			)
			.optional()
			.describe("Rule id → level. `wslint rules` lists the ids."),
		ignore: z
			.array(z.string().min(1))
			.optional()
			.describe("Files that are not read at all, in .gitignore notation."),
		production: z
			.strictObject({
				origin: origin
					.optional()
					.describe("Where the built page is served from."),
			})
			.optional(),
		backend: z
			.strictObject({
				url: serverUrl
					.optional()
					.describe(
						"Where the server listens, when its code is in another repository.",
					),
			})
			.optional(),
		routes: z
			.array(routePath)
			.optional()
			.describe("Socket routes of a server in another repository."),
		scenarios: z
			.array(z.enum(["dev", "preview", "production", "container"]))
			.min(1)
			.optional()
			.describe("Report these scenarios only."),
		fix: z
			.strictObject({
				prefer: z
					.enum(["same-origin", "absolute-url", "env-url"])
					.optional()
					.describe("Which of several right repairs `--fix --unsafe` makes."),
			})
			.optional(),
		maxWarnings: z
			.int()
			.min(0)
			.optional()
			.describe("More warnings than this make the exit code 1."),
	})
	.describe("Configuration of wslint.");

/** What `wslint.config.*` and `package.json#wslint` may hold. */
export type Config = z.input<typeof configSchema>;
