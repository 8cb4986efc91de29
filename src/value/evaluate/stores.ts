import type { Place } from "../../facts/place.js";
import type { Made, Thunk, Value } from "../value.js";
import { type Alternatives, chain, just, unknown } from "./alternatives.js";
import { isToBeSet, SET_LATER } from "./boxes.js";
import { type Arguments, apply } from "./calls.js";
import type { Machine } from "./machine.js";

/*
 * Stores hold what they start with; an action may replace any of it later, and
 * an address seldom is.
 */

/** `useSelector(fn)`: what the selector takes out of the state that the Redux store starts with. */
export function selected(
	machine: Machine,
	{ args }: Arguments,
	{ site }: Made,
): Alternatives | undefined {
	const [selector] = args;
	return selector
		? chain(reduxState(machine, site), (state) =>
				pick(machine, selector, running(machine, state, site), site),
			)
		: undefined;
}

/** A call of a zustand store: of its hook, of `getState()`, or of the curried `create<T>()`. */
export function zustandCall(
	machine: Machine,
	fn: Value,
	given: Arguments,
	made: Made,
): Alternatives | undefined {
	const store = fn.v === "property" && fn.name === "getState" ? fn.of : fn;
	if (store.v !== "made" || !ZUSTAND.has(store.by)) return undefined;
	const [creator] = store.made.call.args;
	if (!creator) return just({ v: "made", by: store.by, made });
	const [selector] = given.args;
	return chain(machine.evaluate(creator, store.made.scope), (create) =>
		chain(
			apply(
				machine,
				create,
				{ args: [], named: {}, openEnded: true },
				made.site,
			),
			(initial) => {
				const state = running(machine, initial, made.site);
				return selector && store === fn
					? pick(machine, selector, state, made.site)
					: just(state);
			},
		),
	);
}

const ZUSTAND = new Set([
	"zustand#create",
	"zustand#default",
	"zustand/vanilla#createStore",
]);

/** Levels of a state that are looked into. */
const DEEPEST_STATE = 3;

/** A state as it is once the page runs: what starts as nothing has been set. */
function running(
	machine: Machine,
	state: Value,
	here: Place,
	depth = 0,
): Value {
	if (state.v !== "object" || depth >= DEEPEST_STATE) return state;
	const entries = [...state.entries].map(([key, entry]) => {
		const inner = machine.single(entry.value);
		if (!inner) return [key, entry] as const;
		const value: Thunk | Value = isToBeSet(inner)
			? { v: "unknown", reason: SET_LATER, at: here }
			: inner.v === "object"
				? running(machine, inner, here, depth + 1)
				: entry.value;
		return [key, { ...entry, value }] as const;
	});
	return { ...state, entries: new Map(entries) };
}

function pick(
	machine: Machine,
	selector: Thunk | Value,
	state: Value,
	here: Place,
): Alternatives {
	return chain(machine.force(selector), (fn) =>
		apply(machine, fn, { args: [state], named: {}, openEnded: false }, here),
	);
}

/** The state of the one Redux store of the repository: an object of its slices' initial states. */
function reduxState(machine: Machine, here: Place): Alternatives {
	const [site, ...others] = machine.program
		.callsNamed("configureStore", "@reduxjs/toolkit")
		.sites.filter((s) => s.fact.call.args.length > 0);
	const [options] = site?.fact.call.args ?? [];
	if (!site || !options || others.length > 0)
		return unknown("which store it selects from is not known", here);
	const scope = { file: site.file, block: site.block };
	return chain(machine.evaluate(options, scope), (given) =>
		chain(machine.property(given, "reducer", here), (reducer) =>
			stateOf(machine, reducer, here),
		),
	);
}

/** What a reducer, or an object of reducers, starts with. */
function stateOf(machine: Machine, reducer: Value, here: Place): Alternatives {
	if (reducer.v === "object") {
		const entries = [...reducer.entries].map(([key, entry]) => {
			const states = chain(machine.force(entry.value), (inner) =>
				stateOf(machine, inner, here),
			);
			const [only] = states.length === 1 ? states : [];
			const value: Value = only?.value ?? {
				v: "unknown",
				reason: `the start of ${key} is not known`,
				at: here,
			};
			return [key, { ...entry, value }] as const;
		});
		return just({ ...reducer, entries: new Map(entries), complete: false });
	}
	if (reducer.v === "made" && reducer.by.endsWith("#combineReducers")) {
		const [inner] = reducer.made.call.args;
		if (inner)
			return chain(machine.evaluate(inner, reducer.made.scope), (value) =>
				stateOf(machine, value, here),
			);
	}
	const slice =
		reducer.v === "property" && reducer.name === "reducer"
			? reducer.of
			: undefined;
	const [options] =
		slice?.v === "made" && slice.by === "@reduxjs/toolkit#createSlice"
			? slice.made.call.args
			: [];
	return slice?.v === "made" && options
		? chain(machine.evaluate(options, slice.made.scope), (given) =>
				machine.property(given, "initialState", here),
			)
		: unknown("a reducer is not followed", here);
}
