import type { Address } from "../../graph/address.js";
import type { Evidence } from "../finding.js";
import type { AbsoluteDial } from "./dials.js";
import type { AtPlace } from "./provenance.js";

/**
 * Where else the app writes the host and port that these dials share: whoever
 * changes one place has to change all of `all`, and the defaults behind them.
 */
export function alsoWritten(
	members: AtPlace<AbsoluteDial>["members"],
	all: readonly AtPlace<AbsoluteDial>[],
): readonly Evidence[] {
	const [{ app, address }] = members;
	const others = all.filter(
		(other) =>
			other.members[0].app === app &&
			isSameHost(other.members[0].address, address),
	);
	const spare = members
		.flatMap((d) => d.attempt?.connection.spareDefaults ?? [])
		.filter(({ value }) => isSameHost(value, address));
	return [
		...spare.map(({ at }) => ({
			at,
			message: "the same host is the default where no call gives one",
		})),
		...others.map(({ at, members: [first] }) => ({
			at,
			message:
				first.reached === false
					? "the same host is written here, too, in a file that nothing uses"
					: "the same host is written here, too",
		})),
	];
}

/** Whether an address names the very host and port of another. */
export function isSameHost(a: Address, b: AbsoluteDial["address"]): boolean {
	return (
		a.form === "absolute" &&
		a.host.flat === b.host.flat &&
		a.port?.flat === b.port?.flat
	);
}
