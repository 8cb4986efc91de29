import type { Place } from "../../facts/place.js";
import type { CallSite } from "../evaluator.js";
import type { Value } from "../value.js";
import {
	type Alternatives,
	chain,
	scalar,
	through,
	under,
	union,
} from "./alternatives.js";
import type { ExternalCall } from "./external-call.js";
import type { Machine } from "./machine.js";

/** Providers of one context that are followed at most. */
const MOST_PROVIDERS = 8;

/**
 * `useContext(Context)`: what each `<Context.Provider value={…}>` of the
 * repository gives, or what the context was created with where there is none.
 */
export const contextValue: ExternalCall = (machine, { args }, { site }) => {
	const contexts = args[0] ? machine.force(args[0]) : [];
	if (contexts.length === 0 || !contexts.every((a) => isContext(a.value)))
		return undefined;
	return chain(contexts, (context) =>
		isContext(context)
			? valueIn(machine, context, site)
			: scalar(undefined, site),
	);
};

function valueIn(
	machine: Machine,
	context: Context,
	here: Place,
): Alternatives {
	const { site, call, scope } = context.made;
	const given = providersOf(machine, context).map(({ file, block, fact }) => {
		const at = { file, span: fact.call.at };
		const [props] = fact.call.args;
		const value = chain(
			props ? machine.evaluate(props, { file, block }) : [],
			(of) => machine.property(of, "value", here),
		);
		return under(through(value, { at, label: "provided here" }), {
			atom: `provider of ${site.file}:${site.span[0]}`,
			is: `${file}:${at.span[0]}`,
			kind: "caller",
			at,
		});
	});
	if (given.length > 0) return union(...given);
	const [initial] = call.args;
	return initial ? machine.evaluate(initial, scope) : scalar(undefined, here);
}

type Context = Extract<Value, { v: "made" }>;

function isContext(value: Value): value is Context {
	return value.v === "made" && /[#.]createContext$/.test(value.by);
}

function providersOf(machine: Machine, context: Context): readonly CallSite[] {
	const { file, span } = context.made.site;
	return machine.program
		.callsNamed("Provider", file, nameOf(machine, context))
		.sites.filter((site) =>
			machine
				.callee(site)
				.some(
					(callee) =>
						callee.v === "property" &&
						callee.of.v === "made" &&
						callee.of.made.site.file === file &&
						callee.of.made.site.span[0] === span[0],
				),
		)
		.filter((site) => site.fact.call.args.length > 0)
		.slice(0, MOST_PROVIDERS);
}

/** The name it is declared under, which whoever provides it imports. */
function nameOf(machine: Machine, { made }: Context): string | undefined {
	const { site, scope } = made;
	return machine.program
		.code(site.file)
		[scope.block]?.defs.find(
			({ value }) => value.k === "call" && value.at[0] === site.span[0],
		)?.name;
}
