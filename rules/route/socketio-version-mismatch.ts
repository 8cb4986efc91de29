import { defineRule } from "../../src/rule/define-rule.js";
import { connectionOf, severityOf } from "../../src/rule/vocabulary/failure.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { type Meeting, meetings } from "../../src/rule/vocabulary/socket-io.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "route/socketio-version-mismatch",
	summary:
		"Socket.IO client and server have majors or transports that cannot talk.",
	severity: "error",
	since: "0.1.0",
	facts: ["N13", "N15"],
	*check(graph) {
		const clashes = [...meetings(graph)].flatMap((meeting) => {
			const message = versions(meeting) ?? transports(meeting);
			return message ? [{ ...meeting, message }] : [];
		});
		for (const { at, members } of byPlace(clashes, (m) => m.connection.at)) {
			const [{ message, engine, server, connection }] = members;
			yield {
				at,
				severity: severityOf("error", members),
				scenario: scenariosOf(members),
				message,
				evidence: witnesses(
					at,
					[engine.transports, connection.engine?.transports].flatMap((t) =>
						t ? [{ at: t.at, message: "the transports of this side" }] : [],
					),
					[{ at: engine.at, message: `${server.title} is created here` }],
				),
				...connectionOf(members),
			};
		}
	},
});

/** 3 and 4 understand each other; 2 speaks an older protocol, which newer servers take up only when told to. */
function versions({ connection, engine }: Meeting) {
	const client = connection.engine?.major;
	const server = engine.major;
	if (client === undefined || server === undefined) return undefined;
	const isOldClient = client <= 2 && server >= 3;
	const isOldServer = server <= 2 && client >= 3;
	if (!isOldServer && !(isOldClient && !engine.allowsOldClients))
		return undefined;
	return {
		what: `This is a Socket.IO ${client} client, and the server is Socket.IO ${server}: they do not speak the same protocol.`,
		why: isOldServer
			? "The client shows `connect_error: server error`."
			: "The client shows `xhr poll error`, the server answers `Unsupported protocol version`.",
		do: isOldServer
			? "Bring server and client to the same major."
			: "Bring the client to the server's major, or set `allowEIO3: true` on the server.",
	};
}

/** A client begins with its first transport. */
function transports({ connection, engine }: Meeting) {
	const client = connection.engine;
	const offered = engine.transports?.value;
	if (!client || !offered || offered.length === 0) return undefined;
	if (client.open && !client.transports) return undefined;
	const first = client.transports ? client.transports.value[0] : "polling";
	if (first === undefined || offered.includes(first)) return undefined;
	return {
		what: `This client begins with ${first}, which the server does not offer (${offered.join(", ")}).`,
		why: 'The server answers 400 "Transport unknown"; the client shows `xhr poll error`.',
		do: "Give both sides the same `transports`.",
	};
}
