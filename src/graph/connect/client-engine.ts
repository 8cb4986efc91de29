import type { Scope } from "../../value/value.js";
import type { World } from "../../value/world.js";
import { majorOf } from "../app/layout.js";
import type { Connection } from "../graph.js";
import { booleansOf } from "../server/answers.js";
import { transportsOf } from "../server/node/engine.js";
import type { Sources } from "../sources.js";
import type { DialSite } from "./dials.js";

/** Version, transports and credentials of a Socket.IO client; nothing for other libraries. */
export function clientEngine(
	sources: Sources,
	site: DialSite,
	world: World | undefined,
): Pick<Connection, "engine"> {
	if (site.client.speaks !== "socket.io" || !world) return {};
	const { file, block, fact } = site;
	const imported = sources.program
		.code(file)
		[block]?.imports.some((i) => i.from === "socket.io-client");
	const slash = file.lastIndexOf("/");
	const folder = slash < 0 ? "" : file.slice(0, slash);
	// A client from a script element is not the package's: its version is not known.
	const major = imported
		? majorOf(sources, folder, "socket.io-client")
		: undefined;
	const evaluator = sources.evaluatorFor(world);
	const scope: Scope = { file, block };
	let open = false;
	let transports: ReturnType<typeof transportsOf>;
	const credentials: (boolean | undefined)[] = [];
	for (const argument of fact.call.args.slice(0, 2))
		for (const { value } of evaluator.evaluate(argument, scope)) {
			if (value.v === "text" || value.v === "url" || value.v === "scalar")
				continue;
			if (value.v !== "object") {
				open ||= argument !== fact.call.args[0];
				continue;
			}
			open ||= !value.complete;
			const entry = value.entries.get("transports");
			const named = entry && transportsOf(evaluator, entry.value);
			transports ??= named;
			open ||= entry !== undefined && !named;
			const asked = value.entries.get("withCredentials");
			if (!asked) continue;
			const { known, open: why } = booleansOf(evaluator, asked.value);
			credentials.push(
				...known.map((k) => k.value),
				...(why ? [undefined] : []),
			);
		}
	const withCredentials = credentials.includes(true)
		? true
		: credentials.length > 0
			? credentials[0]
			: open
				? undefined
				: sentUnasked(major);
	return {
		engine: {
			...(major !== undefined && { major }),
			...(transports && { transports }),
			...(withCredentials !== undefined && { withCredentials }),
			open,
		},
	};
}

/** What a client does that says nothing of credentials: 2.x sends them, 4.x does not. */
function sentUnasked(major: number | undefined): boolean | undefined {
	if (major === undefined || major === 3) return undefined;
	return major < 3;
}
