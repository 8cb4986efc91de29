import type { CallExpr } from "../../value/expr.js";
import type { Made, Thunk } from "../../value/value.js";

/**
 * Name of something external without the ways to write its import:
 * `ws#default.Server`, `ws#*.Server` and `ws#Server` are all `ws#Server`;
 * `express#default` is `express#`. Python modules keep their top package only:
 * `fastapi.middleware.cors#CORSMiddleware` is `fastapi#CORSMiddleware`.
 */
export function foreignName(name: string): string {
	const [specifier = "", path = ""] = name.split("#");
	const steps = path
		.split(".")
		.filter((s) => s !== "*" && s !== "default" && s !== "");
	const plain = specifier.replace(/^node:/, "");
	return `${plain}#${steps.join(".")}`;
}

/** As `foreignName`, for Python: top package and last name. */
export function pythonName(name: string): string {
	const [specifier = "", path = ""] = name.split("#");
	const top = specifier.split(".")[0] ?? "";
	const last = path.split(".").at(-1) ?? "";
	return `${top}#${last === "*" ? "" : last}`;
}

/** A positional or keyword argument of a call, with its scope; undefined when not given. */
export function argument(
	made: Made,
	index: number,
	name?: string,
): Thunk | undefined {
	const { call, scope } = made;
	const named = name === undefined ? undefined : call.named?.[name];
	const expr = named ?? (index >= 0 ? call.args[index] : undefined);
	return expr && expr.k !== "spread" ? { expr, scope } : undefined;
}

/** Last written name of a call's callee: `websocket` of `router.websocket`. */
export function calleeName(call: CallExpr): string {
	const { callee } = call;
	return callee.k === "member" ||
		callee.k === "import" ||
		callee.k === "global" ||
		callee.k === "ref"
		? callee.name
		: "";
}

/** Identity of a created thing: the place it is created at. */
export function identity(made: Made): string {
	return `${made.site.file}:${made.site.span[0]}`;
}
