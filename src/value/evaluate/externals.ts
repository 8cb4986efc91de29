import type { Place } from "../../facts/place.js";
import { Text } from "../text.js";
import type { Made, Thunk, Value } from "../value.js";
import {
	type Alternatives,
	chain,
	just,
	product,
	scalar,
	textValue,
	unknown,
} from "./alternatives.js";
import { box, callOrGetter, startsWith, state, unboxed } from "./boxes.js";
import type { Arguments } from "./calls.js";
import { contextValue } from "./contexts.js";
import { hole, toNumber, toText } from "./conversion.js";
import { environmentValue } from "./environment.js";
import {
	type ExternalCall as Call,
	callFirst,
	first,
} from "./external-call.js";
import { assign, entriesOf, fromEntries } from "./external-objects.js";
import { search, url } from "./external-urls.js";
import type { Machine } from "./machine.js";
import { selected } from "./stores.js";
import { branch } from "./truth.js";

/** What a call of something external gives, for the few externals that carry URLs. */
export function externalCall(
	machine: Machine,
	name: string,
	given: Arguments,
	made: Made,
): Alternatives | undefined {
	const known =
		EXTERNALS[name] ??
		EXTERNALS[name.replace(/^global#(window|globalThis|self)\./, "global#")];
	return known?.(machine, given, made);
}

const firstAsText: Call = (machine, given, made) =>
	chain(first(machine, given, made) ?? [], (value) =>
		just(textValue(toText(machine, value))),
	);

const number: Call = (machine, given, made) =>
	chain(first(machine, given, made) ?? [], (value) => {
		const n = toNumber(value);
		if (n !== undefined) {
			const at =
				value.v === "text"
					? (value.text.segments[0]?.origin.at ?? made.site)
					: value.v === "scalar"
						? value.at
						: made.site;
			return scalar(n, at);
		}
		// JavaScript's `Number(undefined)`: false in `|| 3000`, and no port.
		if (value.v === "scalar" && value.value === undefined)
			return scalar(Number.NaN, made.site);
		return value.v === "text" && !value.text.known
			? just(value)
			: unknown("a number is not known", made.site);
	});

const isNotANumber: Call = (machine, given, made) =>
	chain(first(machine, given, made) ?? [], (value) => {
		const known =
			value.v === "scalar" || (value.v === "text" && value.text.known);
		if (!known)
			return unknown("whether it is a number is not known", made.site);
		const n = value.v === "scalar" ? value.value : toNumber(value);
		return scalar(n === undefined || Number.isNaN(n), made.site);
	});

const environmentGet: Call = (machine, { args }, made) =>
	args[0]
		? product([machine.force(args[0])], ([key]) => {
				const name = key?.v === "text" ? key.text.value : undefined;
				if (name === undefined)
					return unknown("the key is computed at run time", made.site);
				return orDefault(
					machine,
					environmentValue(machine, "os.environ", name, made.site),
					args[1],
					made.site,
				);
			})
		: undefined;

/** A value, or the default where it is missing (`getenv(k, d)`, `dict.get(k, d)`). */
export function orDefault(
	machine: Machine,
	value: Alternatives,
	fallback: Thunk | Value | undefined,
	here: Place,
): Alternatives {
	return chain(value, (v) =>
		v.v === "scalar" && v.value === undefined
			? fallback
				? machine.force(fallback)
				: scalar(null, here)
			: just(v),
	);
}

const boolean: Call = (machine, given, made) =>
	branch(
		machine,
		first(machine, given, made) ?? [],
		made.site,
		() => scalar(true, made.site),
		() => scalar(false, made.site),
	);

const pathJoin: Call = (machine, { args, openEnded }, made) =>
	openEnded
		? undefined
		: product(
				args.map((a) => machine.force(a)),
				(values) => {
					const texts = values.map((v) => toText(machine, v).value);
					if (texts.some((t) => t === undefined))
						return unknown("a path is not known", made.site);
					return just(
						textValue(
							Text.of(texts.join("/").replace(/\/{2,}/g, "/"), {
								kind: "computed",
								at: made.site,
							}),
						),
					);
				},
			);

/** `inject(Service)`: an instance whose constructor arguments nobody follows. */
const injected: Call = (machine, given, made) =>
	chain(first(machine, given, made) ?? [], (cls) =>
		just(
			cls.v === "class"
				? {
						v: "instance",
						file: cls.file,
						block: cls.block,
						cls: cls.cls,
						made: {
							...made,
							call: { ...made.call, args: [], openEnded: true },
						},
					}
				: { v: "made", by: "@angular/core#inject", made },
		),
	);

const second: Call = (machine, { args }) =>
	args[1] ? machine.force(args[1]) : undefined;

const EXTERNALS: Readonly<Record<string, Call>> = {
	"global#String": firstAsText,
	"global#Number": number,
	"global#parseInt": number,
	"global#Number.parseInt": number,
	"global#Boolean": boolean,
	"global#isNaN": isNotANumber,
	"global#Number.isNaN": isNotANumber,
	"global#encodeURIComponent": firstAsText,
	"global#encodeURI": firstAsText,
	"global#decodeURIComponent": firstAsText,
	"global#URL": url,
	"url#URL": url,
	"node:url#URL": url,
	"global#URLSearchParams": search,
	"global#Object.assign": assign,
	"global#Object.freeze": first,
	"global#Object.entries": entriesOf,
	"global#Object.fromEntries": fromEntries,
	"global#Promise.resolve": first,
	"global#structuredClone": first,
	"global#JSON.stringify": (_m, _g, made) =>
		just(textValue(hole("json", "JSON built at run time", made.site))),
	"react#useMemo": callFirst,
	"react#useCallback": first,
	"react#memo": first,
	"react#forwardRef": first,
	"react#useRef": box("current", startsWith),
	"react#createRef": box("current", startsWith),
	"react#useContext": contextValue,
	"react#use": contextValue,
	"preact/hooks#useContext": contextValue,
	"react#useState": state,
	"react-redux#useSelector": selected,
	"react-redux#useSelector.withTypes": (_machine, _given, made) =>
		just({ v: "external", name: "react-redux#useSelector", at: made.site }),
	"zustand/middleware#devtools": first,
	"zustand/middleware#persist": first,
	"zustand/middleware#subscribeWithSelector": first,
	"zustand/middleware/immer#immer": first,
	"mobx-react-lite#observer": first,
	"mobx-react#observer": first,
	"vue#ref": box("value", startsWith),
	"vue#shallowRef": box("value", startsWith),
	"vue#toRef": box("value", first),
	"vue#computed": box("value", callOrGetter),
	"vue#reactive": first,
	"vue#readonly": first,
	"vue#unref": unboxed,
	"vue#toValue": unboxed,
	"vue#markRaw": first,
	"global#$state": startsWith,
	"global#$state.raw": startsWith,
	"global#$derived": first,
	"global#$derived.by": callFirst,
	"solid-js#createMemo": first,
	"@angular/core#inject": injected,
	"path#join": pathJoin,
	"node:path#join": pathJoin,
	"path#resolve": pathJoin,
	"node:path#resolve": pathJoin,
	// Python
	"global#str": firstAsText,
	"global#int": number,
	"global#float": number,
	"global#bool": boolean,
	"global#list": first,
	"global#tuple": first,
	"global#set": first,
	"global#sorted": first,
	"global#dict": first,
	"os#getenv": environmentGet,
	"os#environ.get": environmentGet,
	"decouple#config": environmentGet,
	"starlette.config#environ.get": environmentGet,
	"typing#cast": second,
	"functools#lru_cache": first,
	"functools#cache": first,
};
