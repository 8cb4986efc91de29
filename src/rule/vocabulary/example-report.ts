import type { Report } from "../define-rule.js";
import type { ExampleMiss } from "./example-path.js";
import { refusal, servedRoute, servedRoutes, witnesses } from "./witness.js";

/** What `route/mismatch` says of an example file. */
export function exampleReport(miss: ExampleMiss): Report {
	const { at, key, path, server, nearest } = miss;
	return {
		at,
		scenario: [],
		message: {
			what: `The example value of ${key} dials ${path}, which ${server.title} does not serve${nearest ? `; the nearest is ${nearest.path}` : ""}.`,
			why: `Whoever copies this file gets a socket that is rejected. ${refusal(server)}`,
			do: nearest
				? `Write ${nearest.path} into the example.`
				: "Write a path that the server has into the example.",
		},
		evidence: witnesses(
			at,
			nearest ? servedRoute(server, nearest) : servedRoutes(server),
			[{ at: miss.dialledAt, message: `${key} is dialled here` }],
		),
		fixes: miss.repair
			? [
					{
						title: `Write ${nearest?.path} into the example`,
						safety: "safe",
						intents: [miss.repair],
					},
				]
			: [],
		connection: miss.connection,
	};
}
