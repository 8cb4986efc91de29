import type { Scope } from "../../value/value.js";
import type { World } from "../../value/world.js";
import { majorOf } from "../app/layout.js";
import type { Connection } from "../graph.js";
import { transportsOf } from "../server/node/engine.js";
import type { Sources } from "../sources.js";
import type { DialSite } from "./dials.js";

/** Version and transports of a Socket.IO client; nothing for other libraries. */
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
			const transports = entry && transportsOf(evaluator, entry.value);
			if (transports)
				return {
					engine: { ...(major !== undefined && { major }), transports, open },
				};
			open ||= entry !== undefined;
		}
	return { engine: { ...(major !== undefined && { major }), open } };
}
