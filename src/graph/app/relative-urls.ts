/** Browsers as a build tool names them: `chrome87`, `safari14.1`, `es2022`, `esnext`. */
export interface Targets {
	readonly values: readonly string[];
	/** False when some could not be read. */
	readonly complete: boolean;
}

/** First versions whose WebSocket constructor takes a relative URL (U1). */
const FIRST: Readonly<Record<string, number>> = {
	chrome: 125,
	and_chr: 125,
	edge: 125,
	firefox: 124,
	and_ff: 124,
	safari: 17.3,
	ios: 17.3,
	ios_saf: 17.3,
	opera: 111,
};

/** Why a target list includes browsers that reject a relative WebSocket URL; undefined when none does. */
export function refusesRelative(targets: Targets): string | undefined {
	if (!targets.complete) return "the browser targets could not be read";
	for (const value of targets.values) {
		const refused = refusedBy(value.trim().toLowerCase());
		if (refused) return refused;
	}
	return undefined;
}

function refusedBy(target: string): string | undefined {
	if (target === "" || target === "esnext" || target.startsWith("node"))
		return undefined;
	const year = /^es(\d+)$/.exec(target)?.[1];
	// A language level sets no browser version; those that know ES2025 know relative URLs.
	if (year !== undefined)
		return Number(year) >= 2025
			? undefined
			: `${target} includes browsers older than Chrome 125, Firefox 124 and Safari 17.3`;
	const named = /^([a-z_]+)\s*(?:>=\s*)?(\d+(?:\.\d+)?)/.exec(target);
	const last = /^last (\d+) (\w+) (?:major )?versions?$/.exec(target);
	if (
		last &&
		FIRST[aliased(last[2] ?? "")] !== undefined &&
		Number(last[1]) <= 5
	)
		return undefined;
	const first = FIRST[aliased(named?.[1] ?? "")];
	if (named && first !== undefined)
		return Number(named[2]) >= first
			? undefined
			: `${target} is older than ${named[1]} ${first}`;
	return `"${target}" may include browsers older than Chrome 125, Firefox 124 and Safari 17.3`;
}

function aliased(name: string): string {
	return (
		{ chromeandroid: "and_chr", firefoxandroid: "and_ff", ff: "firefox" }[
			name
		] ?? name
	);
}

/** A browserslist: supported only when every query names versions that are new enough. */
export function browserslistTargets(queries: readonly string[]): Targets {
	return {
		values: queries.flatMap((q) =>
			q.split(/,|\bor\b/).map((part) => part.trim()),
		),
		complete: true,
	};
}
