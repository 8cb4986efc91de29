const STANDINGS = ["concrete", "pattern", "open", "unseen"];
const SCENARIOS = ["dev", "preview", "production"];

/** The standing that says more; two apps may share one call site. */
export function better(one, other) {
	if (!one) return other;
	return STANDINGS.indexOf(one.standing) <= STANDINGS.indexOf(other.standing)
		? one
		: other;
}

/**
 * How far a connection is known in its best scenario, for every alternative
 * that is not dead: `concrete` when scheme, host, port and path are, or the
 * host is a third party's or the page's own; `pattern` when an id of run time
 * stands inside the path; else `open`, with the first reason. The
 * scenario is a checkout as it stands: the alternative that something outside
 * the repository supplies a value (an env key nobody sets, a cookie, an
 * argument nobody gives) is dead there.
 */
export function standingOf(connection) {
	const best = SCENARIOS.map((scenario) =>
		connection.attempts.filter((attempt) => attempt.scenario === scenario),
	)
		.filter((attempts) => attempts.length > 0)
		.map((attempts) => {
			const asItStands = attempts.filter((a) => !a.when.some((c) => c.outside));
			return asItStands.length > 0 ? asItStands : attempts;
		})
		.map((attempts) => attempts.map(standingOfAttempt).reduce(worse))
		.reduce(better, undefined);
	return best ?? open("no alternative is live");
}

function worse(one, other) {
	return better(one, other) === one ? other : one;
}

function standingOfAttempt({ url, address, verdict }) {
	if (address.form === "unknown") return open(address.reason);
	if (address.form === "malformed")
		return url.known ? { standing: "concrete" } : open(url.holes[0].reason);
	if (address.form === "absolute") {
		const parts = [address.scheme, address.host, address.port];
		const hole = parts
			.flatMap((part) => part?.holes ?? [])
			.find((h) => h.kind !== "page");
		if (hole) return open(hole.reason);
		if (verdict.kind === "third-party") return { standing: "concrete" };
	}
	const hole = address.path.holes.find((h) => h.kind !== "page");
	if (!hole) return { standing: "concrete" };
	return address.path.segments.some((s) => s.text && s.text !== "/")
		? { standing: "pattern", reason: hole.reason }
		: open(hole.reason);
}

function open(reason) {
	return { standing: "open", reason };
}
