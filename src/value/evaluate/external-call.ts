import type { Made } from "../value.js";
import { type Alternatives, chain, scalar } from "./alternatives.js";
import { type Arguments, apply } from "./calls.js";
import type { Machine } from "./machine.js";

/** What a call of one external gives; undefined when it has nothing to say about these arguments. */
export type ExternalCall = (
	machine: Machine,
	given: Arguments,
	made: Made,
) => Alternatives | undefined;

/** Its first argument. */
export const first: ExternalCall = (machine, { args }, made) =>
	args[0] ? machine.force(args[0]) : scalar(undefined, made.site);

/** What its first argument returns. */
export const callFirst: ExternalCall = (machine, { args }, made) =>
	args[0]
		? chain(machine.force(args[0]), (fn) =>
				apply(
					machine,
					fn,
					{ args: [], named: {}, openEnded: false },
					made.site,
				),
			)
		: undefined;
