import type { CallFact, Code, Definition, Pause } from "../../facts/code.js";
import { place } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { calleeName } from "../server/foreign.js";
import type { Projects } from "../server/project.js";
import type { FunctionRef } from "../server/python/required-query.js";
import { askedCodes, closeCode } from "./close-codes.js";
import type { Happening, SocketEvent, Started } from "./handler.js";
import { functionIn, happeningAt } from "./happenings.js";
import { holds, SocketNames } from "./identity.js";
import { isAwaited, itemsOf, sameSpan } from "./items.js";
import { KEEPERS, type SocketMethods } from "./methods.js";
import { waitAt } from "./waits.js";

/** Functions entered for one socket at most. */
const MOST_FUNCTIONS = 40;

/** A function, or with `fn` absent the top level of a file. */
export type Home = Omit<FunctionRef, "fn"> & {
	readonly fn: number | undefined;
};

/**
 * Follows one socket through the functions that are given it: what they do
 * with it, and what they wait for meanwhile.
 */
export class Activity {
	readonly names = new SocketNames();
	/** Why not everything that happens to the socket is seen. */
	gap: string | undefined;
	readonly #entered = new Set<string>();

	constructor(
		readonly projects: Projects,
		readonly methods: SocketMethods,
	) {}

	/** What happens when a function runs, from the offset `after` on. */
	run(fn: Home, around?: Happening, after = 0): readonly SocketEvent[] {
		const key = `${fn.file}#${fn.block}#${fn.fn}`;
		if (this.#entered.has(key)) return [];
		if (this.#entered.size >= MOST_FUNCTIONS) {
			this.gap ??= "it goes through many functions";
			return [];
		}
		this.#entered.add(key);
		const code = this.projects.sources.program.code(fn.file)[fn.block];
		if (!code) return [];
		const events = itemsOf(code, fn.fn)
			.filter((item) => item.end > after)
			.flatMap((item) => {
				if (item.step === "call")
					return this.#call(item.fact, code, fn, around);
				if (item.step === "pause")
					return this.#pause(item.pause, code, fn, around);
				return this.#assign(item.def, code, fn, around);
			});
		return [...events, ...this.#methodsBeside(code, fn, around)];
	}

	/** Once an object keeps the socket, each of its methods may use it at any time. */
	#methodsBeside(
		code: Code,
		fn: Home,
		around: Happening | undefined,
	): readonly SocketEvent[] {
		const own = fn.fn === undefined ? undefined : code.functions[fn.fn];
		const cls = own?.cls === undefined ? undefined : code.classes[own.cls];
		const where = { file: fn.file, block: fn.block, code };
		const keeps = cls?.fields.some(
			(field) =>
				field.fn === fn.fn && field.value && this.names.has(field.value, where),
		);
		if (!cls || !keeps) return [];
		return Object.values(cls.methods).flatMap((method): SocketEvent[] => {
			const inside = this.run({ ...fn, fn: method });
			return inside.length === 0
				? []
				: [
						{
							...happeningAt(cls.at, {}, around, fn.file),
							does: "start",
							inside,
						},
					];
		});
	}

	#call(
		fact: CallFact,
		code: Code,
		fn: Home,
		around: Happening | undefined,
	): readonly SocketEvent[] {
		const { call } = fact;
		const where = { file: fn.file, block: fn.block, code };
		const is = (expr: Expr) => this.names.has(expr, where);
		const happening = happeningAt(call.at, fact, around, fn.file);
		const { callee } = call;
		if (callee.k === "member" && is(callee.of)) {
			const does = this.methods.does[callee.name];
			if (does === "close")
				return [
					{ ...happening, does, ...closeCode(call, where, this.projects) },
				];
			if (does) return [{ ...happening, does }];
			if (this.methods.listens.test(callee.name))
				return this.#listen(fact, code, fn, happening);
			return [];
		}
		const followed = this.#follow(fact, code, fn, happening);
		if (followed) return followed;
		const given = [...call.args, ...Object.values(call.named ?? {})];
		if (
			!KEEPERS.test(calleeName(call)) &&
			given.some((arg) => holds(arg, code, is))
		)
			this.gap ??= `it is given to ${calleeName(call) || "code"}(), which is not followed`;
		const period = this.#periodOf(fact, fn);
		return given
			.flatMap((arg) => this.#callback(arg, code, fn, happening))
			.map((started) => ({ ...started, ...period }));
	}

	/** How often a callback runs: the second argument of `setInterval`. */
	#periodOf(
		{ call }: CallFact,
		{ file, block }: Home,
	): Pick<Started, "everyMs"> {
		const [, interval] = call.args;
		if (calleeName(call) !== "setInterval" || !interval) return {};
		const value = this.projects
			.of(file)
			.evaluator.single({ expr: interval, scope: { file, block } });
		return value?.v === "scalar" && typeof value.value === "number"
			? { everyMs: value.value }
			: {};
	}

	/** Goes into a function of the repository that is given the socket or closes over it. */
	#follow(
		fact: CallFact,
		code: Code,
		fn: Home,
		happening: Happening,
	): readonly SocketEvent[] | undefined {
		const { call } = fact;
		const where = { file: fn.file, block: fn.block, code };
		const is = (expr: Expr) => this.names.has(expr, where);
		const named = Object.entries(call.named ?? {});
		const isGiven = call.args.some(is) || named.some(([, value]) => is(value));
		const local = functionIn(call.callee, code);
		const closesOver =
			local !== undefined && code.functions[local]?.outer !== undefined;
		if (!isGiven && !closesOver) return undefined;
		const target = this.#targetOf(fact, fn, local);
		const targetCode =
			target && this.projects.sources.program.code(target.file)[target.block];
		const targetFact = target && targetCode?.functions[target.fn];
		if (!target || !targetFact) return undefined;
		const give = (index: number) =>
			this.names.addParam(target.file, target.block, target.fn, index);
		for (const [index, arg] of call.args.entries()) if (is(arg)) give(index);
		for (const [name, value] of named)
			if (is(value))
				give(targetFact.params.findIndex((param) => param.name === name));
		const events = this.run(target, happening);
		return targetFact.async && !isAwaited(fact, code)
			? [{ ...happening, does: "start", inside: events }]
			: events;
	}

	#targetOf(
		fact: CallFact,
		fn: Home,
		local: number | undefined,
	): FunctionRef | undefined {
		if (local !== undefined) return { ...fn, fn: local };
		const { program } = this.projects.sources;
		const { evaluator } = this.projects.of(fn.file);
		const site = { file: fn.file, block: fn.block, fact };
		const [value, ...others] = evaluator.callee(site);
		if (!value || others.length > 0) return undefined;
		if (value.v === "function")
			return { file: value.file, block: value.block, fn: value.fn };
		if (value.v !== "class") return undefined;
		const methods = program.code(value.file)[value.block]?.classes[value.cls]
			?.methods;
		const maker = methods?.constructor ?? methods?.__init__;
		return typeof maker === "number"
			? { file: value.file, block: value.block, fn: maker }
			: undefined;
	}

	#listen(
		{ call }: CallFact,
		code: Code,
		fn: Home,
		happening: Happening,
	): readonly SocketEvent[] {
		const { callee } = call;
		const [event, listener] = call.args;
		if (callee.k !== "member" || event?.k !== "text") {
			this.gap ??= "a listener is added for an event that is not known";
			return [];
		}
		const target = functionIn(listener, code);
		return [
			{
				...happening,
				does: "listen",
				to: event.value,
				once: callee.name === "once",
				...(callee.name !== "addEventListener" && {
					chainAt: place(fn.file, callee.of.at),
				}),
				...askedCodes(event.value, target, code),
				inside: target === undefined ? [] : this.run({ ...fn, fn: target }),
			},
		];
	}

	#assign(
		{ value, at, fn: _, name }: Definition,
		code: Code,
		fn: Home,
		around: Happening | undefined,
	): readonly SocketEvent[] {
		const where = { file: fn.file, block: fn.block, code };
		if (value.k !== "with" || !value.name.startsWith("on") || !name) return [];
		if (!this.names.has(value.of, where)) return [];
		const target = functionIn(value.value, code);
		return [
			{
				...happeningAt(at, {}, around, fn.file),
				does: "listen",
				to: value.name.slice(2),
				once: false,
				...askedCodes(value.name.slice(2), target, code),
				inside: target === undefined ? [] : this.run({ ...fn, fn: target }),
			},
		];
	}

	/** A function given to something else runs at a time of its own. */
	#callback(
		arg: Expr,
		code: Code,
		fn: Home,
		happening: Happening,
	): readonly (Happening & Started)[] {
		const target = arg.k === "fn" ? arg.fn : undefined;
		if (target === undefined || code.functions[target]?.outer === undefined)
			return [];
		const inside = this.run({ ...fn, fn: target });
		return inside.length > 0 ? [{ ...happening, does: "start", inside }] : [];
	}

	#pause(
		pause: Pause,
		code: Code,
		fn: Home,
		around: Happening | undefined,
	): readonly SocketEvent[] {
		const where = { file: fn.file, block: fn.block, code };
		const awaited = code.calls.find(({ call }) => sameSpan(call.at, pause.of));
		const callee = awaited?.call.callee;
		if (callee?.k === "member" && this.names.has(callee.of, where)) return [];
		const { evaluator } = this.projects.of(fn.file);
		const { program } = this.projects.sources;
		return [
			{
				...happeningAt(pause.at, pause, around, fn.file),
				...waitAt(pause.of, where, program, evaluator),
			},
		];
	}
}
