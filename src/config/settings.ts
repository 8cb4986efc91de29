import type { Policy } from "../engine/severity.js";
import { place } from "../facts/place.js";
import type { Settings as Declared } from "../graph/sources.js";
import type { Preference } from "../rule/finding.js";
import type { Scenario } from "../value/world.js";
import type { Config } from "./schema.js";

/** Everything a run is told, whoever said it. */
export interface Settings {
	readonly policy: Policy;
	readonly ignore: readonly string[];
	/** What the user says of the half that is not in this repository. */
	readonly declared: Declared;
	/** Undefined: all. */
	readonly scenarios: readonly Scenario[] | undefined;
	readonly prefer: Preference | undefined;
	/** Undefined: any number. */
	readonly maxWarnings: number | undefined;
}

/** The settings that a checked configuration, read from `file`, means; without one, the defaults. */
export function settingsOf(config: Config = {}, file?: string): Settings {
	return {
		policy: {
			preset: config.preset ?? "recommended",
			levels: Object.fromEntries(
				Object.entries(config.rules ?? {}).map(([rule, entry]) => [
					rule,
					typeof entry === "string" ? entry : entry[0],
				]),
			),
		},
		ignore: config.ignore ?? [],
		declared: {
			...(config.production?.origin === undefined
				? {}
				: { productionOrigin: config.production.origin }),
			...(config.backend?.url === undefined
				? {}
				: { backendUrl: config.backend.url }),
			...(config.routes === undefined ? {} : { routes: config.routes }),
			...(file === undefined ? {} : { at: place(file, [0, 0]) }),
		},
		scenarios: config.scenarios,
		prefer: config.fix?.prefer,
		maxWarnings: config.maxWarnings,
	};
}
