import type { PathStyle } from "../../facts/server-source.js";
import type { SyntaxNode } from "../tree-sitter/syntax.js";
import { type GoFile, typeName } from "./syntax.js";

/** How one router package is used. */
export interface Framework {
	readonly name: string;
	readonly package: RegExp;
	/** Functions of the package that make a router. */
	readonly make: RegExp;
	/** Its router types; those in `roots` never stand below a prefix. */
	readonly types: RegExp;
	readonly roots: RegExp;
	readonly style: PathStyle;
	/** Methods that register (path, handlers…) for GET. */
	readonly routes: RegExp;
	/** Methods that register (method, path, handlers…). */
	readonly methodRoutes: RegExp;
	/** Methods that give a router below the literal prefix they are given. */
	readonly groups: RegExp;
	/** Methods that give the same router. */
	readonly same: RegExp;
	/** Methods (prefix, func(router)) that call the function with a router below the prefix. */
	readonly nested: RegExp;
}

const NONE = /^$/;

/** The routers that are read, `net/http` first. */
export const FRAMEWORKS: readonly Framework[] = [
	{
		name: "net/http",
		package: /^net\/http$/,
		make: /^NewServeMux$/,
		types: /^ServeMux$/,
		roots: /^ServeMux$/,
		style: "servemux",
		routes: /^(?:HandleFunc|Handle)$/,
		methodRoutes: NONE,
		groups: NONE,
		same: NONE,
		nested: NONE,
	},
	{
		name: "gorilla/mux",
		package: /^github\.com\/gorilla\/mux$/,
		make: /^NewRouter$/,
		types: /^Router$/,
		roots: NONE,
		style: "braces",
		routes: /^(?:HandleFunc|Handle)$/,
		methodRoutes: NONE,
		groups: NONE,
		same: /^(?:Subrouter|StrictSlash|NewRoute|Methods|Schemes|Headers|Queries|Name|SkipClean|UseEncodedPath)$/,
		nested: NONE,
	},
	{
		name: "gin",
		package: /^github\.com\/gin-gonic\/gin$/,
		make: /^(?:Default|New)$/,
		types: /^(?:Engine|RouterGroup|IRouter|IRoutes)$/,
		roots: /^Engine$/,
		style: "colons",
		routes: /^(?:GET|Any)$/,
		methodRoutes: /^(?:Handle|Match)$/,
		groups: /^Group$/,
		same: /^Use$/,
		nested: NONE,
	},
	{
		name: "echo",
		package: /^github\.com\/labstack\/echo(?:\/v\d+)?$/,
		make: /^New$/,
		types: /^(?:Echo|Group)$/,
		roots: /^Echo$/,
		style: "colons",
		routes: /^(?:GET|Any)$/,
		methodRoutes: /^(?:Add|Match)$/,
		groups: /^Group$/,
		same: NONE,
		nested: NONE,
	},
	{
		name: "chi",
		package: /^github\.com\/go-chi\/chi(?:\/v\d+)?$/,
		make: /^(?:NewRouter|NewMux)$/,
		types: /^(?:Router|Mux)$/,
		roots: NONE,
		style: "braces",
		routes: /^(?:Get|Handle|HandleFunc)$/,
		methodRoutes: /^(?:Method|MethodFunc)$/,
		groups: NONE,
		same: /^With$/,
		nested: /^(?:Route|Group)$/,
	},
	{
		name: "fiber",
		package: /^github\.com\/gofiber\/fiber(?:\/v\d+)?$/,
		make: /^New$/,
		types: /^(?:App|Router|Group)$/,
		roots: /^App$/,
		style: "loose-colons",
		routes: /^(?:Get|All)$/,
		methodRoutes: /^Add$/,
		groups: /^Group$/,
		same: /^Use$/,
		nested: /^Route$/,
	},
	{
		name: "httprouter",
		package: /^github\.com\/julienschmidt\/httprouter$/,
		make: /^New$/,
		types: /^Router$/,
		roots: /^Router$/,
		style: "colons",
		routes: /^GET$/,
		methodRoutes: /^(?:Handle|Handler|HandlerFunc)$/,
		groups: NONE,
		same: NONE,
		nested: NONE,
	},
];

export function frameworkOf(path: string | undefined): Framework | undefined {
	return path === undefined
		? undefined
		: FRAMEWORKS.find((f) => f.package.test(path));
}

/** The framework whose router a type is, and whether such a router is always at the root. */
export function routerType(
	file: GoFile,
	type: SyntaxNode | undefined,
): { readonly framework: Framework; readonly root: boolean } | undefined {
	const named = typeName(file, type);
	const framework = frameworkOf(named?.from);
	return named && framework?.types.test(named.name)
		? { framework, root: framework.roots.test(named.name) }
		: undefined;
}
