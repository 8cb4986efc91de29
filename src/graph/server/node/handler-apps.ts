import type { Evaluator } from "../../../value/evaluator.js";
import type { Expr } from "../../../value/expr.js";
import type { Made } from "../../../value/value.js";
import { foreignName } from "../foreign.js";

/** An app that is a handler of requests, and listens on an HTTP server of its own or of somebody else. */
export function isHandlerApp(name: string): boolean {
	return name === "express#" || name === "koa#";
}

/** What such an app makes of its server. */
export function kindOfApp(name: string): readonly ["express"] | readonly [] {
	return name === "express#" ? ["express"] : [];
}

/** Apps that a server is made for: `app` of Express, `app.callback()` of Koa. */
export function appsIn(
	evaluator: Evaluator,
	expr: Expr,
	{ scope }: Made,
): readonly { readonly by: string; readonly made: Made }[] {
	return evaluator.evaluate(expr, scope).flatMap(({ value }) => {
		if (value.v !== "made") return [];
		const by = foreignName(value.by);
		if (isHandlerApp(by)) return [{ by, made: value.made }];
		const { callee } = value.made.call;
		return /^koa#.*\bcallback$/.test(by) && callee.k === "member"
			? appsIn(evaluator, callee.of, value.made)
			: [];
	});
}
