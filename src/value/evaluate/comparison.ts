import type { Place } from "../../facts/place.js";
import type { Text } from "../text.js";
import type { Value } from "../value.js";
import { type Alternatives, just, scalar } from "./alternatives.js";
import { toNumber } from "./conversion.js";
import type { Machine } from "./machine.js";
import { undecided } from "./truth.js";

/** Label of the step that a comparison of `location.protocol` without its colon leaves. */
export const MISSING_COLON = "protocol compared without colon";

const LOOPBACK_NAMES = new Set([
	"localhost",
	"127.0.0.1",
	"[::1]",
	"::1",
	"0.0.0.0",
]);

/** `==`/`===`: loose forms differ only where types differ, which URL code does not rely on. */
export function equality(left: Value, right: Value, here: Place): Alternatives {
	if (left.v === "scalar" && right.v === "scalar")
		return scalar(
			left.value === right.value ||
				(isNothing(left.value) && isNothing(right.value)),
			here,
		);
	if (left.v === "text" && right.v === "text")
		return sameText(left.text, right.text, here);
	const [text, other] = left.v === "text" ? [left, right] : [right, left];
	if (text.v === "text" && other.v === "scalar") {
		const number = toNumber(text);
		if (typeof other.value === "number" && number !== undefined)
			return scalar(number === other.value, here);
		return scalar(false, here);
	}
	const [nothing, object] = left.v === "scalar" ? [left, right] : [right, left];
	if (
		nothing.v === "scalar" &&
		isNothing(nothing.value) &&
		object.v !== "unknown" &&
		object.v !== "property" &&
		object.v !== "external"
	)
		return scalar(false, here);
	const blurred = [left, right].find((v) => v.v === "unknown");
	return undecided(
		`comparison ${blurred?.v === "unknown" ? `with ${blurred.at.file}:${blurred.at.span[0]} ` : ""}at ${here.file}:${here.span[0]}`,
		"choice",
		here,
	);
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null;
}

function sameText(left: Text, right: Text, here: Place): Alternatives {
	const [page, written] = fromPage(left) ? [left, right] : [right, left];
	if (
		fromPage(page) &&
		page.segments.some(
			(s) => s.origin.kind === "page" && s.origin.part === "protocol",
		) &&
		/^(https?|wss?)$/.test(written.flat)
	)
		return just(
			{ v: "scalar", value: false, at: here },
			{ at: here, label: MISSING_COLON },
		);
	if (left.known && right.known) return scalar(left.flat === right.flat, here);
	const hole = page.holes[0];
	if (hole?.kind === "page" && written.known) {
		const host = written.flat.split(":")[0] ?? "";
		// A deployed page is not served from the visitor's own loopback; only
		// `production` leaves the page's host open.
		if (
			(hole.name === "hostname" || hole.name === "host") &&
			LOOPBACK_NAMES.has(host)
		)
			return scalar(false, here);
		return undecided(`page ${hole.name} is ${written.flat}`, "page", here);
	}
	return undecided(
		`${left.toString()} is ${right.toString()}`,
		left.holes.concat(right.holes).every((h) => h.kind === "env")
			? "env"
			: "choice",
		here,
	);
}

function fromPage(text: Text): boolean {
	return (
		text.segments.length > 0 &&
		text.segments.every((s) => s.origin.kind === "page")
	);
}

/** `in`: a key of an object, a part of a text, an item of a list. */
export function membership(
	machine: Machine,
	item: Value,
	container: Value,
	here: Place,
): Alternatives {
	if (
		container.v === "object" &&
		container.complete &&
		item.v === "text" &&
		item.text.known
	)
		return scalar(container.entries.has(item.text.flat), here);
	if (
		container.v === "text" &&
		item.v === "text" &&
		container.text.known &&
		item.text.known
	)
		return scalar(container.text.flat.includes(item.text.flat), here);
	if (container.v !== "array")
		return undecided(
			`membership at ${here.file}:${here.span[0]}`,
			"choice",
			here,
		);
	return containsItem(machine, container.items, item, container.complete, here);
}

/** Whether a list holds a text; decided only when every item is. */
export function containsItem(
	machine: Machine,
	items: Extract<Value, { v: "array" }>["items"],
	item: Value,
	complete: boolean,
	here: Place,
): Alternatives {
	const sought = item.v === "text" ? item.text : undefined;
	const texts = items.map((i) => {
		const only = machine.single(i);
		return only?.v === "text" ? only.text.value : undefined;
	});
	if (sought?.known && texts.includes(sought.flat)) return scalar(true, here);
	if (sought?.known && complete && texts.every((t) => t !== undefined))
		return scalar(false, here);
	const hole = sought?.holes[0];
	if (
		hole?.kind === "page" &&
		hole.name !== "port" &&
		texts.every(
			(t) => t !== undefined && LOOPBACK_NAMES.has(t.split(":")[0] ?? ""),
		)
	)
		return scalar(false, here);
	return undecided(
		`membership at ${here.file}:${here.span[0]}`,
		"choice",
		here,
	);
}
