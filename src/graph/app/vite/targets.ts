import type { App } from "../../graph.js";
import { isAbsent, type Options, textsOf } from "../options.js";
import { refusesRelative, type Targets } from "../relative-urls.js";

/** Vite's default `build.target`, read in its packages (E16). */
const DEFAULTS: readonly (readonly [major: number, browsers: string])[] = [
	[8, "chrome111, edge111, firefox114, safari16.4"],
	[7, "chrome107, edge107, firefox104, safari16"],
	[1, "chrome87, edge88, firefox78, safari14"],
];

/** Whether the browsers a Vite build is made for all accept a relative WebSocket URL (U1, E16). */
export function viteTargets(
	build: Options | undefined,
	major: number | undefined,
	legacy: boolean,
): App["relativeUrls"] {
	if (legacy)
		return {
			supported: false,
			why: "@vitejs/plugin-legacy builds for older browsers",
		};
	const target = build && textsOf(build);
	const isDefault =
		!target ||
		target.values.includes("modules") ||
		target.values.some((v) => v.startsWith("baseline"));
	if (!build || isAbsent(build) || (isDefault && target?.values.length)) {
		const [, browsers] = DEFAULTS.find(([from]) => (major ?? 8) >= from) ??
			DEFAULTS[0] ?? [0, ""];
		return {
			supported: false,
			why: `Vite${major === undefined ? "" : ` ${major}`} builds for ${browsers} by default`,
		};
	}
	const declared: Targets = {
		values: target?.values ?? [],
		complete: target?.complete ?? false,
	};
	const refusing = refusesRelative(declared);
	const at = target?.at ?? build.at;
	return refusing === undefined
		? {
				supported: true,
				why: `build.target is ${declared.values.join(", ")}`,
				at,
			}
		: { supported: false, why: refusing, at };
}
