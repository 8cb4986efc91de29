import type { CallFact, Code } from "../../facts/code.js";
import type { Span } from "../../facts/place.js";
import type { Evaluator, Program } from "../../value/evaluator.js";
import type { Value } from "../../value/value.js";
import { foreignName, pythonName } from "../server/foreign.js";
import type { Waiting } from "./handler.js";

/**
 * Packages whose awaited calls leave the process or its thread. What only
 * resolves a promise (a validator, a mutex, `jsonwebtoken`) is not among them:
 * a microtask loses nothing (N6).
 */
const IO =
	/^(?:global#fetch$|(?:fs|fs\/promises|dns|dns\/promises|child_process|http|https|net)#|(?:node-fetch|cross-fetch|undici|axios|got|ky|superagent|pg|pg-promise|postgres|mysql|mysql2|mysql2\/promise|mariadb|mongodb|mongoose|redis|ioredis|knex|sequelize|typeorm|sqlite3|sqlite|@prisma\/client|@supabase\/[\w-]+|firebase-admin(?:\/\w+)?|@aws-sdk\/[\w-]+|aws-sdk|bcrypt|argon2|kafkajs|amqplib|nodemailer|stripe|openai|@anthropic-ai\/sdk)#)/;

/** Calls inside calls that are looked into. */
const DEEPEST = 4;

/** Where a wait stands, to be told what it is for. */
export interface WaitSite {
	readonly file: string;
	readonly block: number;
	readonly code: Code;
}

/** What a function waits for where it awaits the expression at `of`. */
export function waitAt(
	of: Span,
	site: WaitSite,
	program: Program,
	evaluator: Evaluator,
): Waiting {
	const fact = callAt(of, site.code);
	if (!fact) return { does: "wait", for: "other" };
	const sleep = sleepOf(fact, site, evaluator);
	if (sleep) return sleep;
	const isIoFrom = (depth: number) =>
		isIo(fact, site, program, evaluator, depth);
	if (isIoFrom(DEEPEST)) return { does: "wait", for: "io" };
	return isIoFrom(0)
		? { does: "wait", for: "io", among: true }
		: { does: "wait", for: "other" };
}

function callAt([start, end]: Span, code: Code): CallFact | undefined {
	return code.calls.find(
		({ call }) => call.at[0] === start && call.at[1] === end,
	);
}

/** `asyncio.sleep(0.01)`, `setTimeout(10)` of `timers/promises`, a promise that a timer resolves. */
function sleepOf(
	fact: CallFact,
	site: WaitSite,
	evaluator: Evaluator,
): Waiting | undefined {
	const scope = { file: site.file, block: site.block };
	const timed = (call: CallFact["call"], index: number, unit: number) => {
		const asked = call.args[index];
		const value = asked && evaluator.single({ expr: asked, scope });
		const known =
			value?.v === "scalar" && typeof value.value === "number"
				? { ms: Math.round(value.value * unit) }
				: {};
		return { does: "wait", for: "sleep", ...known } as const;
	};
	for (const value of evaluator.callee({ ...scope, fact })) {
		if (value.v !== "external") continue;
		const python = site.code.language === "python";
		const name = python ? pythonName(value.name) : foreignName(value.name);
		if (python && /^(?:asyncio|anyio|trio)#sleep$/.test(name))
			return timed(fact.call, 0, 1000);
		if (name === "timers/promises#setTimeout") return timed(fact.call, 0, 1);
		const [executor] = fact.call.args;
		if (name !== "global#Promise" || executor?.k !== "fn") continue;
		const timer = site.code.calls.find(
			({ fn, call }) =>
				fn === executor.fn &&
				call.callee.k === "global" &&
				call.callee.name === "setTimeout",
		);
		if (timer) return timed(timer.call, 1, 1);
	}
	return undefined;
}

function isIo(
	fact: CallFact,
	site: WaitSite,
	program: Program,
	evaluator: Evaluator,
	depth: number,
): boolean {
	for (const value of evaluator.callee({
		file: site.file,
		block: site.block,
		fact,
	})) {
		const root = rootOf(value);
		if (root !== undefined && IO.test(foreignName(root))) return true;
		if (value.v !== "function" || depth >= DEEPEST) continue;
		const code = program.code(value.file)[value.block];
		if (!code?.functions[value.fn]?.async) continue;
		const inner = { file: value.file, block: value.block, code };
		if (
			code.pauses.some(({ fn, of }) => {
				const awaited = fn === value.fn ? callAt(of, code) : undefined;
				return (
					awaited !== undefined &&
					isIo(awaited, inner, program, evaluator, depth + 1)
				);
			})
		)
			return true;
	}
	return false;
}

/** What a value, or the thing it is a member of, comes from. */
function rootOf(value: Value): string | undefined {
	for (let inner = value; ; ) {
		if (inner.v === "external") return inner.name;
		if (inner.v === "made") return inner.by;
		if (inner.v !== "property") return undefined;
		inner = inner.of;
	}
}
