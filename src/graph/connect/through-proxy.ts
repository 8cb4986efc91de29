import type { DevServer, Hop, ProxyEntry } from "../graph.js";
import type { Verdict } from "../verdict.js";
import type { Outcome } from "./dial.js";
import { hasHole } from "./match-route.js";

/** Judges what the target of a proxy entry answers to `sent`, what the entry makes of the dialled path. */
export type AskTarget = (
	entry: ProxyEntry,
	sent: string,
	path: string,
) => Outcome;

/**
 * A socket dialled at the dev server's own origin: the first ws-enabled key in
 * object order that covers the path takes it (P10); without one it hangs (P1).
 */
export function throughProxy(
	devServer: DevServer,
	path: string,
	query: string,
	ask: AskTarget,
): Outcome {
	const full = query === "" ? path : `${path}?${query}`;
	const here = (entry?: ProxyEntry): Hop => ({
		kind: "dev-server",
		server: devServer,
		...(entry && { entry }),
	});
	const stop = (verdict: Verdict, entry?: ProxyEntry): Outcome => ({
		verdict,
		hops: [here(entry)],
	});
	if (path.length > 0 && hasHole(path.slice(0, 2)))
		return stop({
			kind: "unknown",
			reason: "the start of the path is known only at run time",
		});

	const covering = devServer.proxy.items.filter((e) => e.matches(full));
	const taker = covering.find((e) => e.forwardsUpgrades !== false);
	if (!taker) {
		if (devServer.mayAnswer)
			return stop(
				{ kind: "unknown", reason: devServer.mayAnswer },
				covering.find((e) => e.deaf),
			);
		if (!devServer.proxy.complete)
			return stop({
				kind: "unknown",
				reason: devServer.proxy.reason ?? "not all proxy keys are known",
			});
		const [deaf] = covering;
		return stop(
			deaf
				? unforwarded(devServer, deaf, path, full, ask)
				: untaken(devServer, path, full),
			deaf,
		);
	}
	if (taker.forwardsUpgrades === "unknown")
		return stop(
			{
				kind: "unknown",
				reason: `whether ${taker.key} forwards upgrades is not known`,
			},
			taker,
		);
	const sent = taker.rewrite(full);
	if (sent === undefined)
		return stop(
			{ kind: "unknown", reason: `the rewrite of ${taker.key} is not known` },
			taker,
		);
	const answer = ask(taker, sent, path);
	const hops: Hop[] = [
		{ ...here(taker), pathAfter: sent } as Hop,
		...answer.hops,
	];
	if (answer.verdict.kind === "cannot-reach") {
		const later = covering
			.slice(covering.indexOf(taker) + 1)
			.find((e) => e.forwardsUpgrades === true && reaches(e, path, full, ask));
		if (later)
			return {
				hops,
				verdict: {
					kind: "cannot-reach",
					fault: { code: "shadowed", devServer, entry: taker, later, path },
				},
			};
	}
	return { verdict: answer.verdict, hops };
}

function reaches(
	entry: ProxyEntry,
	path: string,
	full: string,
	ask: AskTarget,
): boolean {
	const sent = entry.rewrite(full);
	return (
		sent !== undefined && ask(entry, sent, path).verdict.kind === "reaches"
	);
}

/** A key covers the path and drops the upgrade; what the target would say is asked all the same. */
function unforwarded(
	devServer: DevServer,
	entry: ProxyEntry,
	path: string,
	full: string,
	ask: AskTarget,
): Verdict {
	const sent = entry.rewrite(full);
	const answer =
		sent === undefined ? undefined : ask(entry, sent, path).verdict;
	return {
		kind: "cannot-reach",
		fault: { code: "proxy-without-upgrade", devServer, entry, path },
		...(answer?.kind === "cannot-reach" && { behind: answer.fault }),
	};
}

/** No key covers the path: why, by the key that comes nearest. */
function untaken(devServer: DevServer, path: string, full: string): Verdict {
	for (const entry of devServer.proxy.items) {
		const why = nearMiss(entry, path, full);
		if (why)
			return {
				kind: "cannot-reach",
				fault: { code: "key-never-matches", devServer, entry, path, why },
			};
	}
	return {
		kind: "cannot-reach",
		fault: { code: "no-proxy-key", devServer, path },
	};
}

/** Why a key that was meant for this path does not take it (P7–P9). */
function nearMiss(
	entry: ProxyEntry,
	path: string,
	full: string,
): string | undefined {
	if (entry.neverMatches !== undefined) {
		const stem = entry.key.replace(/\*+.*$/, "").replace(/\/$/, "");
		const meant = stem.startsWith("/") ? stem : `/${stem}`;
		return meant !== "/" && (path === meant || path.startsWith(`${meant}/`))
			? entry.neverMatches
			: undefined;
	}
	if (entry.key.endsWith("/") && entry.matches(`${path}/`))
		return `${entry.key} ends with a slash and the dialled path does not`;
	if (full !== path && entry.matches(path))
		return `${entry.key} is anchored with $ and is tested against path and query`;
	return undefined;
}
