import { argument } from "../foreign.js";
import { anyRoute } from "../route-pattern.js";
import { calls, pythonCalls } from "./calls.js";
import { openingOf, type PlainHosts } from "./plain-host.js";

/** `websockets.serve(handler, host, port)`: every path is accepted. */
export function readWebsockets(hosts: PlainHosts): void {
	for (const call of pythonCalls(hosts.projects, "serve")) {
		const { made, evaluator } = call;
		if (made.call.args.length < 2 || !calls(call, "websockets#serve")) continue;
		const host = hosts.add(made, "websockets");
		const port = argument(made, 2, "port");
		host.routes.push(anyRoute(made.site));
		host.openings.push(openingOf(made, evaluator, port, undefined, "ssl"));
	}
}
