/** `Deno.serve()`, and `serve()` of the standard library before it. */
export const DENO_SERVE =
	/^(?:global#Deno\.serve|https:\/\/deno\.land\/std(?:@[^/]*)?\/http\/server\.ts#serve)$/;

/** Frameworks whose app object is the server; what is chained on it (`new Elysia().ws()`) is the same server. */
const FRAMEWORKS: readonly (readonly [RegExp, string])[] = [
	[/^fastify#(?:default|\*|fastify|Fastify)?$/, "Fastify"],
	[/^(?:npm:|jsr:@hono\/)?hono(?:[@/][^#]*)?#Hono$/, "Hono"],
	[/^elysia#Elysia$/, "Elysia"],
	[/^uWebSockets\.js#(?:SSL)?App$/, "uWebSockets.js"],
	[/^(?:global#Bun\.serve|bun#serve)$/, "Bun"],
	[DENO_SERVE, "Deno"],
];

/** The framework that a name from outside, as `foreignName` gives it, makes an app of. */
export function frameworkOf(name: string): string | undefined {
	return FRAMEWORKS.find(([pattern]) => pattern.test(name))?.[1];
}

/** Whether a value was made by a method of a framework's app, or of what such a method gave (`hono#Hono().basePath`). */
export function isChained(name: string): boolean {
	const steps = name.replaceAll("()", "").split(".");
	return steps.some(
		(_, i) => i > 0 && frameworkOf(steps.slice(0, i).join(".")) !== undefined,
	);
}
