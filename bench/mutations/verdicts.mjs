/** The rules that name a kind of flip; a finding of any other rule is noise. */
export const NAMING = {
	port: [
		"route/port-mismatch",
		"route/host-disagrees",
		"proxy/target-port-mismatch",
		"deploy/port-not-published",
		"deploy/loopback-in-container",
		"url/hardcoded-port",
		"env/example-drift",
		"cors/origin-missing",
		"cors/socket-not-covered",
		"server/origin-check-rejects-page",
	],
	prefix: [
		"route/mismatch",
		"route/duplicated-segment",
		"route/namespace-unknown",
		"route/path-as-namespace",
		"route/socketio-path-mismatch",
		"proxy/client-hits-dev-server",
		"proxy/key-never-matches",
		"proxy/missing-ws",
		"proxy/rewrite-mismatch",
		"deploy/proxy-missing-route",
		"deploy/proxy-missing-upgrade",
		"env/example-drift",
	],
	slash: [
		"route/slash-mismatch",
		"route/mismatch",
		"route/namespace-unknown",
		"route/socketio-path-mismatch",
		"proxy/key-never-matches",
		"proxy/client-hits-dev-server",
		"proxy/rewrite-mismatch",
		"deploy/proxy-missing-route",
		"deploy/proxy-missing-upgrade",
		"env/example-drift",
	],
	ws: ["proxy/missing-ws"],
	key: [
		"env/undefined",
		"env/wrong-prefix",
		"env/example-drift",
		"env/build-time-only",
	],
	scheme: [
		"route/scheme-mismatch",
		"url/insecure-in-production",
		"url/malformed",
		"url/relative",
		"proxy/target-malformed",
		"deploy/proxy-target-malformed",
	],
	origin: [
		"cors/origin-missing",
		"cors/malformed-origin",
		"cors/lists-disagree",
		"cors/socket-not-covered",
		"server/origin-check-rejects-page",
	],
};

/**
 * Flips that no rule can name, by class: `changes` is false where what connected
 * before still connects (such flips are not counted), true where something may
 * break that no file of the project tells.
 */
export const REASONS = [];
