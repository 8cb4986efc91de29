import type { Verdict } from "../verdict.js";
import { type Dial, unknown } from "./dial.js";
import { answerOf } from "./match-route.js";
import type { Surroundings } from "./surroundings.js";

/** The built page's own origin where no proxy of the repository decides: the server that hands out the page, else whoever it may be. */
export function atProductionOrigin(
	dial: Dial,
	path: string,
	around: Surroundings,
): Verdict {
	return atPageServer(dial, path, around) ?? atAnyServer(dial, path, around);
}

/**
 * The server that hands out the built page, where no proxy of the repository
 * stands in front of it. A miss is a fault only if the development proxy brings
 * the same path somewhere: then it is the page's way to a server, and ends here.
 */
function atPageServer(
	{ app, world, speaks }: Dial,
	path: string,
	around: Surroundings,
): Verdict | undefined {
	const fronts = [...around.fronts, ...around.otherFronts];
	if (!app || world.command === "serve" || fronts.length > 0) return undefined;
	const [own, ...others] = around.pageServers.filter((p) => p.app === app);
	if (!own || others.length > 0) return undefined;
	const answer = answerOf(own.server, path, speaks);
	if (answer.kind === "reaches") return answer;
	const isMeant = app.devServer?.proxy.items.some(
		(entry) => entry.forwardsUpgrades === true && entry.matches(path),
	);
	return isMeant &&
		answer.kind === "cannot-reach" &&
		answer.fault.code === "no-route"
		? {
				kind: "cannot-reach",
				fault: {
					code: "page-server-no-route",
					server: own.server,
					servedAt: own.at,
					path,
					nearest: answer.fault.nearest,
				},
			}
		: undefined;
}

/** In production the page may come from the server itself; that it reaches a known route is worth saying, that it does not is not provable. */
function atAnyServer(dial: Dial, path: string, around: Surroundings): Verdict {
	const candidates = around.servers.filter(
		(s) => s.live && s.speaks !== "none",
	);
	const answers = candidates.map((server) =>
		answerOf(server, path, dial.speaks),
	);
	const hit = answers.find((a) => a.kind === "reaches");
	if (hit && candidates.length === 1) return hit;
	return unknown(
		"who serves the page in production, and what it forwards, is not known",
	);
}
