import type { CallFact } from "../../facts/code.js";
import { toText } from "../../value/evaluate/conversion.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { Expr } from "../../value/expr.js";
import { isTaken } from "../../value/value.js";
import { appOf, isServerSide } from "../app/index.js";
import type { App, HttpRequest } from "../graph.js";
import type { Sources } from "../sources.js";
import { behindGuard, guardOf } from "./guard.js";
import { isLeftBehind } from "./own-page.js";
import { parseAddress } from "./parse-address.js";
import { isReached } from "./reach.js";
import { headOf } from "./url-head.js";

/** Call sites looked at in one run at most: one per base would do. */
const MOST_REQUESTS = 400;

/** HTTP callers by what the callee evaluates to; the value says where the URL is. */
const CALLERS: Readonly<Record<string, "argument" | "baseURL" | "uri">> = {
	"global#fetch": "argument",
	"global#$fetch": "argument",
	"axios#default": "argument",
	"axios#default.get": "argument",
	"axios#default.post": "argument",
	"axios#default.put": "argument",
	"axios#default.delete": "argument",
	"axios#default.patch": "argument",
	"axios#get": "argument",
	"axios#post": "argument",
	"axios#default.create": "baseURL",
	"axios#create": "baseURL",
	"ky#default.create": "baseURL",
	"@apollo/client#createHttpLink": "uri",
	"@apollo/client#HttpLink": "uri",
	"@apollo/client/link/http#HttpLink": "uri",
	"apollo-link-http#createHttpLink": "uri",
	"apollo-link-http#HttpLink": "uri",
};

const NAMES = [
	"fetch",
	"$fetch",
	"create",
	"default",
	"get",
	"post",
	"put",
	"delete",
	"patch",
	"createHttpLink",
	"HttpLink",
];

/** `fetch`, axios and their bases in browser code, as far as their URLs are known. */
export function findRequests(
	sources: Sources,
	apps: readonly App[],
): readonly HttpRequest[] {
	const found: HttpRequest[] = [];
	for (const name of NAMES)
		for (const site of sources.callsNamed(name)) {
			if (found.length >= MOST_REQUESTS) return found;
			if (site.file.endsWith(".py") || !mayRequest(site.fact)) continue;
			const app = appOf(apps, site.file, sources);
			const [world] = app?.worlds ?? [];
			if (!app || !world || isServerSide(sources, app.framework, site.file))
				continue;
			const url = urlOf(sources.evaluatorFor(world), site, site.fact);
			if (!url) continue;
			const scope = { file: site.file, block: site.block };
			const code = sources.program.code(site.file)[site.block];
			const guard = code && guardOf(code, site.fact);
			const targets = app.worlds.flatMap((w) => {
				const evaluator = sources.evaluatorFor(w);
				const urls = evaluator.evaluate(url, scope);
				return behindGuard(urls, guard, evaluator, site).flatMap(
					(alternative) => {
						const { value } = alternative;
						if (
							value.v === "scalar" &&
							(value.value === undefined || value.value === null)
						)
							return [];
						const text = toText(evaluator, value);
						return [
							{
								scenario: w.scenario,
								url: text,
								address: parseAddress(text),
								status: isTaken(alternative)
									? ("taken" as const)
									: ("possible" as const),
								when: [...alternative.when.values()],
								steps: alternative.steps,
							},
						];
					},
				);
			});
			if (
				!targets.some(
					(t) => t.address.form === "absolute" || t.address.form === "relative",
				)
			)
				continue;
			found.push({
				at: { file: site.file, span: site.fact.call.at },
				app,
				role: sources.files.find((f) => f.path === site.file)?.role ?? "app",
				runtime: "browser",
				reached:
					!isLeftBehind(site.file, app, sources) &&
					isReached(site.file, app, sources),
				targets,
			});
		}
	return found;
}

/** A method call is looked at only on something named axios or api: `map.get(key)` is everywhere. */
function mayRequest({ call }: CallFact): boolean {
	const { callee } = call;
	if (call.args.length === 0) return false;
	if (callee.k !== "member") return true;
	const of = callee.of;
	const name =
		of.k === "ref" || of.k === "global" || of.k === "import"
			? of.k === "import"
				? of.from
				: of.name
			: "";
	return /axios|ky|window|globalThis/i.test(name);
}

function urlOf(
	evaluator: Evaluator,
	site: Parameters<Evaluator["callee"]>[0],
	{ call }: CallFact,
): Expr | undefined {
	const [first] = call.args;
	if (!first) return undefined;
	for (const value of evaluator.callee(site)) {
		const where = value.v === "external" ? CALLERS[value.name] : undefined;
		if (where === "argument") return headOf(first);
		if (where !== undefined)
			return {
				k: "member",
				at: first.at,
				of: first,
				name: where,
				nameAt: first.at,
			};
	}
	return undefined;
}
