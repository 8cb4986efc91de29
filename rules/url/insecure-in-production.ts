import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Evidence } from "../../src/rule/finding.js";
import {
	type AbsoluteDial,
	connectionOf,
	type Dial,
	dialledAt,
	ifReached,
	isAbsolute,
	isDevelopmentBranch,
	requests,
	ships,
	sockets,
} from "../../src/rule/vocabulary/dials.js";
import { isPublicHost } from "../../src/rule/vocabulary/hosts.js";
import {
	hasSecureAlternative,
	isLeftToEnvironment,
	isPlainToOpenNetwork,
	missingColon,
	plainSchemeOnly,
} from "../../src/rule/vocabulary/insecure.js";
import {
	type AtPlace,
	byPlace,
	followsPage,
	startOf,
} from "../../src/rule/vocabulary/provenance.js";
import { schemeRepair } from "../../src/rule/vocabulary/scheme-repair.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf, shownUrl } from "../../src/rule/vocabulary/wording.js";

const BLOCKED =
	'On an https page the constructor throws "SecurityError: An insecure WebSocket connection may not be initiated from a page loaded over HTTPS."';

/** sockjs-client, lib/main.js; its releases before 1.2 compare with "https" and leave the refusal to the browser. */
const SOCKJS_BLOCKED =
	'On an https page SockJS throws "SecurityError: An insecure SockJS connection may not be initiated from a page loaded over HTTPS"; where an old release does not, the browser blocks its requests as mixed content.';

const POLLING_BLOCKED =
	'Socket.IO begins with HTTP requests, which the browser blocks as mixed content: the page "was loaded over HTTPS, but requested an insecure XMLHttpRequest endpoint".';

export default defineRule({
	id: "url/insecure-in-production",
	summary:
		"A production page is told to open ws:// where https pages need wss://.",
	severity: "warning",
	since: "0.1.0",
	facts: ["U5", "U8", "U18"],
	*check(graph) {
		const browser = [...sockets(graph)].filter((d) => d.runtime === "browser");
		for (const group of byPlace(browser, (d) => missingColon(d)?.at))
			yield neverSecure(group);
		const plain = browser
			.filter((d) => ships(d) || isBuiltByCompose(d))
			.filter((d) => !missingColon(d) && !isDevelopmentBranch(d))
			.filter((d) => isPlainToOpenNetwork(d) && !hasSecureAlternative(d));
		for (const group of byPlace(plain.filter(isAbsolute), (d) =>
			startOf(d.url),
		))
			yield plainScheme(group);
		const http = [...requests(graph)];
		for (const group of byPlace(http.filter(isSocketScheme), (d) =>
			startOf(d.url),
		))
			yield socketSchemeInRequest(group);
		for (const group of byPlace(http, (d) => plainSchemeOnly(d)?.at))
			yield socketSchemeInRequest(group);
	},
});

/** A build that a compose file makes, with a public host as its build argument: visitors get that one too. */
function isBuiltByCompose({ scenario, app, address }: Dial): boolean {
	return (
		scenario === "container" &&
		address.form === "absolute" &&
		isPublicHost(address.host.value ?? "") &&
		app?.worlds.every(
			(w) => w.scenario !== "container" || w.command === "build",
		) === true
	);
}

function neverSecure({ at, members }: AtPlace<Dial>): Report {
	return {
		severity: ifReached("error", members),
		scenario: scenariosOf(members.filter(ships)),
		at,
		message: {
			what: "location.protocol is compared with a word without its colon, so the test never holds.",
			why: `location.protocol is "https:", never "https"; the socket is opened with the other branch's scheme on every page. ${BLOCKED}`,
			do: 'Compare with "https:".',
		},
		evidence: witnesses(at, dialledAt(members)),
		fixes: [],
		...connectionOf(members),
	};
}

function plainScheme({ at, members }: AtPlace<AbsoluteDial>): Report {
	const [dial] = members;
	const scheme = dial.address.scheme.flat;
	const https = members.find((d) => d.app?.httpsInProduction)?.app
		?.httpsInProduction;
	const shown: Evidence[] = https
		? [{ at: https.at, message: "the repository shows an https page here" }]
		: [];
	return {
		severity: ifReached(
			https && !members.every(isLeftToEnvironment) ? "error" : "warning",
			members,
		),
		scenario: scenariosOf(members),
		at,
		message: {
			what: `${shownUrl(dial.url)} stays ${scheme}: when the page is served over https.`,
			why: refusalOf(dial),
			do: followsPage(dial.address.host)
				? 'Take the scheme from the page too: location.protocol === "https:" ? "wss:" : "ws:".'
				: `Use ${scheme}s:// and a host that answers with TLS.`,
		},
		evidence: witnesses(at, shown, dialledAt(members)),
		fixes: schemeRepair(dial, at),
		...connectionOf(members),
	};
}

/** What stops the dial on an https page, in the words of the client that makes it. */
function refusalOf({ attempt }: Dial): string {
	switch (attempt?.connection.library) {
		case "socket.io-client":
			return POLLING_BLOCKED;
		case "sockjs":
			return SOCKJS_BLOCKED;
		default:
			return BLOCKED;
	}
}

function isSocketScheme({ address }: Dial): boolean {
	return address.form === "absolute" && /^wss?$/.test(address.scheme.flat);
}

function socketSchemeInRequest({ at, members }: AtPlace<Dial>): Report {
	const [dial] = members;
	return {
		severity: ifReached(dial.status === "taken" ? "error" : "warning", members),
		scenario: scenariosOf(members),
		at,
		message: {
			what: plainSchemeOnly(dial)
				? `An HTTP request is sent to ${shownUrl(dial.url)}, from which only ws:// is replaced.`
				: `An HTTP request is sent to ${shownUrl(dial.url)}.`,
			why: 'fetch rejects the scheme ("URL scheme "wss" is not supported"); replacing "ws://" alone leaves wss:// values as they are.',
			do: 'Replace with a pattern that keeps the s: .replace(/^ws/, "http").',
		},
		evidence: witnesses(at, dialledAt(members)),
	};
}
