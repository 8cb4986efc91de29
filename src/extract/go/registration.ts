import type { Literal, PathStyle } from "../../facts/server-source.js";
import type { SyntaxNode } from "../tree-sitter/syntax.js";
import { FRAMEWORKS } from "./frameworks.js";
import type { Router, RouterScope } from "./routers.js";
import { type GoCall, type GoFile, literalOf, literalsOf } from "./syntax.js";

/** A call that puts handlers on a path. */
export interface Registration {
	/** Undefined when the receiver is not known to be a router. */
	readonly router: Router | undefined;
	/** The path argument; absent where an earlier call of the chain gave it. */
	readonly path: SyntaxNode | undefined;
	/** All literals of the path, prefixes first; undefined when a part is none. */
	readonly parts: readonly Literal[] | undefined;
	readonly handlers: readonly SyntaxNode[];
	readonly style: PathStyle;
}

/** Reads a call as a registration; undefined when it is none. */
export function registrationOf(
	file: GoFile,
	call: GoCall,
	routers: RouterScope,
): Registration | undefined {
	const { name, args, from } = call;
	const router = from === "net/http" ? DEFAULT_MUX : routers.of(call.of);
	if (!router || (from !== undefined && from !== "net/http"))
		return looksLikeOne(file, call)
			? {
					router: undefined,
					path: args[0],
					parts: undefined,
					handlers: args.slice(1),
					style: "exact",
				}
			: undefined;
	const { framework } = router;
	if (router.matching && /^Handler(?:Func)?$/.test(name))
		return {
			router,
			path: undefined,
			parts: isOpenPrefix(router) ? undefined : router.parts,
			handlers: args,
			style: router.matching === "prefix" ? "prefix" : framework.style,
		};
	const withMethod = framework.methodRoutes.test(name) && args.length >= 3;
	if (!withMethod && !(framework.routes.test(name) && args.length >= 2))
		return undefined;
	const path = args[withMethod ? 1 : 0];
	const parts = literalsOf(file, path);
	return {
		router,
		path,
		parts: router.parts && parts && [...router.parts, ...parts],
		handlers: args.slice(withMethod ? 2 : 1),
		style: framework.style,
	};
}

/** A registration on something whose type is not known here (a field set in another file). */
function looksLikeOne(file: GoFile, { name, args, of, from }: GoCall): boolean {
	if (of === undefined || from !== undefined || args.length < 2) return false;
	if (/^(?:HandleFunc|Handle|GET|Any)$/.test(name)) return true;
	return (
		/^(?:Get|All)$/.test(name) &&
		(literalOf(file, args[0])?.value.startsWith("/") ?? false)
	);
}

const [NET_HTTP] = FRAMEWORKS;

/** `http.HandleFunc` registers on the default mux, at the root. */
const DEFAULT_MUX: Router | undefined = NET_HTTP && {
	framework: NET_HTTP,
	base: { kind: "root" },
	parts: [],
};

/** gorilla/mux's `PathPrefix("/{x}")`: the parameter's end is not written. */
function isOpenPrefix({ matching, parts }: Router): boolean {
	return (
		matching === "prefix" &&
		(parts?.some((p) => p.value.includes("{")) ?? false)
	);
}
