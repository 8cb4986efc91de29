import { spawnSync } from "node:child_process";

/**
 * Runs two commands in turn, `pairs` times, after one warm-up each, and gives
 * the median wall time of each in milliseconds and the median of the ratios of
 * the pairs. Interleaving makes both see the same disturbances.
 */
export function comparePairs(first, second, pairs) {
	time(first);
	time(second);
	const runs = Array.from({ length: pairs }, (_, i) => {
		// Which goes first alternates too.
		if (i % 2 === 0) return { first: time(first), second: time(second) };
		const later = time(second);
		return { first: time(first), second: later };
	});
	return {
		first: median(runs.map((run) => run.first)),
		second: median(runs.map((run) => run.second)),
		ratio: median(runs.map((run) => run.first / run.second)),
	};
}

/** `wslint 45.1 ms, node 39.9 ms: ratio 1.13 (median of 30 pairs)`. */
export function say(names, { first, second, ratio }, pairs) {
	return `${names[0]} ${first.toFixed(1)} ms, ${names[1]} ${second.toFixed(1)} ms: ratio ${ratio.toFixed(2)} (median of ${pairs} pairs)`;
}

function time([command, ...args]) {
	const start = process.hrtime.bigint();
	const { error, status } = spawnSync(command, args, { stdio: "ignore" });
	if (error || status === null || status > 1)
		throw error ?? new Error(`${command} ${args.join(" ")}: exit ${status}`);
	return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(numbers) {
	const sorted = numbers.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2
		? sorted[middle]
		: (sorted[middle - 1] + sorted[middle]) / 2;
}
