import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Evidence } from "../../src/rule/finding.js";
import { forwardedAt, shownLocation } from "../../src/rule/vocabulary/edges.js";
import {
	connectionOf,
	dialledAt,
	type FailedSocket,
	type FailureGroup,
	failures,
	groupedByRemedy,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import {
	refusal,
	servedRoutes,
	witnesses,
} from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "deploy/proxy-missing-route",
	summary:
		"Production's proxy does not forward a socket path that the development set-up serves.",
	severity: "error",
	since: "0.1.0",
	facts: ["H9", "contradiction"],
	*check(graph) {
		for (const { first, all } of groupedByRemedy(
			failures(graph, "edge-no-location"),
			(f) => f.fault.location?.at ?? f.fault.edge.at,
		)) {
			const { edge, location, path, how } = first.fault;
			const at = location?.at ?? edge.at;
			yield {
				at,
				severity: severityOf("error", all),
				scenario: scenariosOf(all),
				message: {
					what: `nginx does not forward the socket ${path}: ${shownLocation(location)} ${how}.`,
					why: `${edge.file} serves the built page and forwards other paths to the back end, so the handshake gets a page or an error: "Error during WebSocket handshake: Unexpected response code: 200" (or 301, 404).`,
					do: `Add a location for ${path} that forwards to the back end with the Upgrade and Connection headers, as the development proxy does.`,
				},
				evidence: witnesses(
					at,
					all.flatMap(forwardedInDevelopment),
					dialledAt(all),
					forwardedAt(edge),
				),
				...connectionOf(all),
			};
		}
		for (const { first, all } of groupedByRemedy(
			failures(graph, "edge-maps-elsewhere"),
			(f) => f.fault.location.target?.at ?? f.fault.location.at,
		)) {
			const { location, path, sent, server } = first.fault;
			const at = location.target?.at ?? location.at;
			yield {
				at,
				severity: severityOf("error", all),
				scenario: scenariosOf(all),
				message: {
					what: `nginx sends the socket ${path} on as ${sent}, which ${server.title} does not serve.`,
					why: `A \`proxy_pass\` with a path, be it only "/", puts that path in the place of ${shownLocation(location)}; ${server.title} serves ${path} itself.`,
					do: "Leave the path away from `proxy_pass`, or write the one the server serves.",
				},
				evidence: witnesses(at, servedRoutes(server), dialledAt(all)),
				...connectionOf(all),
			};
		}
		for (const group of groupedByRemedy(
			failures(graph, "page-server-no-route"),
			(f) => f.fault.servedAt,
		))
			yield endsAtPageServer(group);
	},
});

/** No proxy at all in production, and the page's server does not know the path that the development proxy rewrites or brings elsewhere. */
function endsAtPageServer({
	first,
	all,
}: FailureGroup<"page-server-no-route">): Report {
	const { server, servedAt, path, nearest } = first.fault;
	return {
		at: servedAt,
		severity: severityOf("warning", all),
		scenario: scenariosOf(all),
		message: {
			what: `${server.title} serves the built page and no socket ${path}: only the development proxy knows that path.`,
			why: `In development the proxy brings it to a server${nearest ? ", rewritten or elsewhere" : ""}; in production the page dials ${server.title} itself. ${refusal(server)}`,
			do: nearest
				? `Serve ${path} there as well, or let the page dial ${nearest.path} and the proxy pass it on unchanged.`
				: `Serve ${path} there as well, or put a proxy in front that knows it.`,
		},
		evidence: witnesses(
			servedAt,
			all.flatMap(forwardedInDevelopment),
			dialledAt(all),
			servedRoutes(server),
		),
		...connectionOf(all),
	};
}

/** The entry of the development proxy that forwards what production does not. */
function forwardedInDevelopment({
	connection,
	fault,
}: FailedSocket & {
	readonly fault: { readonly path: string };
}): readonly Evidence[] {
	const entries = connection.app?.devServer?.proxy.items ?? [];
	return entries
		.filter((e) => e.forwardsUpgrades === true && e.matches(fault.path))
		.slice(0, 1)
		.map((e) => ({
			at: e.keyAt,
			message: "the development proxy forwards it here",
		}));
}
