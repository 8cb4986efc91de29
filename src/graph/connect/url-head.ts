import type { Expr } from "../../value/expr.js";

/**
 * The part of a URL expression that decides scheme, host and first path
 * segment: pieces up to the first literal that holds a slash behind the host.
 * HTTP requests are judged by that alone, and their tails branch a lot.
 */
export function headOf(url: Expr): Expr {
	const pieces = piecesOf(url);
	if (pieces.length < 2) return url;
	const end = pieces.findIndex(
		(piece) => piece.k === "text" && PATH.test(piece.value),
	);
	if (end < 0 || end === pieces.length - 1) return url;
	return { k: "concat", at: url.at, parts: pieces.slice(0, end + 1) };
}

/** A slash that is not one of `://`, or text that begins as a path or a word. */
const PATH = /(^|[^:/])\/(?!\/)|^(?!(https?|wss?)$)[^:/]+$/;

function piecesOf(expr: Expr): readonly Expr[] {
	if (expr.k === "concat") return expr.parts;
	if (expr.k === "binary" && expr.op === "+")
		return [...piecesOf(expr.left), expr.right];
	return [expr];
}
