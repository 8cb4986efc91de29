import type { ComposeService } from "../../facts/index.js";
import {
	memberOf,
	membersOf,
	placeOf,
	textOf,
	type YamlNode,
} from "../yaml.js";

type Port = ComposeService["ports"][number];

/** A range longer than this is cut. */
const LONGEST_RANGE = 32;

/** Published ports in short (`127.0.0.1:8000:80/tcp`) and long syntax; UDP left out. */
export function portsOf(entry: YamlNode): Port[] {
	const at = placeOf(entry);
	const { host, container, protocol } =
		membersOf(entry).length > 0 ? longSyntax(entry) : shortSyntax(entry);
	if (protocol === "udp") return [];
	const inside = rangeOf(container);
	const outside = rangeOf(host);
	const length = Math.max(inside.length, outside.length, 1);
	return Array.from({ length }, (_, n) => ({
		host: outside[n],
		container: inside.length === 1 ? inside[0] : inside[n],
		at,
	}));
}

interface Written {
	readonly host: string | undefined;
	readonly container: string | undefined;
	readonly protocol: string | undefined;
}

function longSyntax(entry: YamlNode): Written {
	const text = (key: string) => withDefaults(textOf(memberOf(entry, key)));
	return {
		host: text("published"),
		container: text("target"),
		protocol: text("protocol"),
	};
}

/** `[[address:]host:]container[/protocol]`; the address may be IPv6 in brackets. */
function shortSyntax(entry: YamlNode): Written {
	const text = withDefaults(textOf(entry)) ?? "";
	const [address = "", protocol] = text.split("/");
	const parts = address.replace(/\[[^\]]*\]/, "").split(":");
	return {
		container: parts.at(-1),
		host: parts.length > 1 ? parts.at(-2) : undefined,
		protocol,
	};
}

function rangeOf(ports: string | undefined): number[] {
	const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(ports?.trim() ?? "");
	if (!match) return [];
	const first = Number(match[1]);
	const last = Number(match[2] ?? match[1]);
	const length = Math.min(Math.max(last - first + 1, 0), LONGEST_RANGE);
	return Array.from({ length }, (_, n) => first + n);
}

const INNERMOST = /\$\{([A-Za-z_]\w*)(?:(:?-)([^{}]*)|[^{}]*)\}|\$[A-Za-z_]\w*/;

/** `${X:-3000}` gives its default; a variable without one is not known here. */
function withDefaults(text: string | undefined): string | undefined {
	let result = text;
	for (let n = 0; n < LONGEST_RANGE && result?.includes("$"); n++)
		result = result.replace(INNERMOST, (_, _name, operator, value) =>
			operator ? value : "?",
		);
	return result;
}
