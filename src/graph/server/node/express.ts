import type { Step, Value } from "../../../value/value.js";
import { textsOf } from "../answers.js";
import { foreignName, identity } from "../foreign.js";
import { expressPattern } from "../route-pattern.js";
import { receiversOf } from "./calls.js";
import type { NodeHost, NodeHosts } from "./hosts.js";
import { corsList } from "./socket-io.js";

/** The `cors` middleware: `app.use(cors({ origin, credentials }))`. */
export function readExpressCors(hosts: NodeHosts): void {
	if ([...hosts.made(/^cors#$/)].length === 0) return;
	const seen = new Set<string>();
	for (const call of hosts.methods("use", "options")) {
		const { evaluator, made, project } = call;
		for (const arg of made.call.args)
			for (const { value } of evaluator.evaluate(arg, made.scope)) {
				if (value.v !== "made" || foreignName(value.by) !== "cors#") continue;
				const host = receiversOf(call).flatMap((r) => hosts.hostOf(r) ?? [])[0];
				if (!host || seen.has(identity(value.made))) continue;
				seen.add(identity(value.made));
				const [options] = value.made.call.args;
				const given: readonly Value[] = options
					? evaluator.evaluate(options, value.made.scope).map((a) => a.value)
					: [
							{
								v: "object",
								entries: new Map(),
								complete: true,
								at: value.made.site,
							},
						];
				for (const object of given) {
					const list = corsList(
						project,
						object,
						"http-cors",
						"express-cors",
						value.made.site,
					);
					if (list) host.origins.push(list);
				}
			}
	}
}

interface Mount {
	readonly prefix: string;
	readonly step: Step;
	readonly parent: string;
}

/**
 * express-ws: `app.ws("/path", handler)` and `router.ws(…)` below
 * `app.use("/prefix", router)`. It ignores case and a slash at the end (W9).
 */
export function readExpressWs(hosts: NodeHosts): void {
	const wrapped = [...hosts.made(/^express-ws#$/)];
	if (wrapped.length === 0) return;
	const mounts = routerMounts(hosts);
	for (const call of hosts.methods("ws")) {
		const [path] = call.made.call.args;
		if (!path) continue;
		const texts = textsOf(call.evaluator, {
			expr: path,
			scope: call.made.scope,
		});
		for (const receiver of receiversOf(call))
			for (const { host, prefix, via } of reaches(hosts, receiver, mounts)) {
				host.kinds.add("express-ws");
				if (texts.open)
					host.gaps.push(
						`the path of a socket route is not known (${texts.open})`,
					);
				for (const { value, at } of texts.known)
					host.routes.push({
						path: prefix + value,
						at,
						via,
						protocol: "websocket",
						matches: expressPattern(prefix + value),
						requiredQuery: [],
					});
			}
	}
}

function routerMounts(
	hosts: NodeHosts,
): ReadonlyMap<string, readonly (Mount & { readonly receiver: Value })[]> {
	const mounts = new Map<string, (Mount & { readonly receiver: Value })[]>();
	for (const call of hosts.methods("use")) {
		const [first, ...rest] = call.made.call.args;
		if (!first) continue;
		const path = textsOf(call.evaluator, {
			expr: first,
			scope: call.made.scope,
		});
		const prefix = path.known[0];
		for (const arg of prefix ? rest : [first, ...rest])
			for (const { value } of call.evaluator.evaluate(arg, call.made.scope)) {
				if (
					value.v !== "made" ||
					!/^express#Router$/.test(foreignName(value.by))
				)
					continue;
				for (const receiver of receiversOf(call)) {
					const known = mounts.get(identity(value.made)) ?? [];
					known.push({
						prefix: prefix?.value.replace(/\/+$/, "") ?? "",
						step: {
							at: prefix?.at ?? call.made.site,
							label: `used under ${prefix?.value ?? "/"}`,
						},
						parent: receiver.v === "made" ? identity(receiver.made) : "",
						receiver,
					});
					mounts.set(identity(value.made), known);
				}
			}
	}
	return mounts;
}

/** Hosts that a value's routes end up on, with the prefix in between. */
function reaches(
	hosts: NodeHosts,
	value: Value,
	mounts: ReturnType<typeof routerMounts>,
	depth = 0,
): readonly {
	readonly host: NodeHost;
	readonly prefix: string;
	readonly via: readonly Step[];
}[] {
	const host = hosts.hostOf(value);
	if (host) return [{ host, prefix: "", via: [] }];
	if (value.v !== "made" || depth > 6) return [];
	return (mounts.get(identity(value.made)) ?? []).flatMap((mount) =>
		reaches(hosts, mount.receiver, mounts, depth + 1).map((above) => ({
			host: above.host,
			prefix: above.prefix + mount.prefix,
			via: [...above.via, mount.step],
		})),
	);
}
