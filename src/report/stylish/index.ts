import type { LinesOf } from "../../engine/lines.js";
import type { LintResult } from "../../engine/result.js";
import type { Colors } from "../colors.js";
import { buildView } from "./build-view.js";
import { render } from "./render.js";

export interface StylishOptions {
	readonly linesOf: LinesOf;
	readonly colors: Colors;
	/** Columns of the screen; 100 where it is none. */
	readonly width?: number;
	/** Said at the end: where the rest of the repository's wiring lies. */
	readonly elsewhere?: string;
}

/** The default report, grouped by connection, for people. */
export function stylish(result: LintResult, options: StylishOptions): string {
	const width = Math.min(Math.max(options.width ?? 100, 50), 120);
	const { linesOf, elsewhere } = options;
	const view = buildView(result, {
		linesOf,
		width,
		...(elsewhere === undefined ? {} : { elsewhere }),
	});
	return render(view, options.colors, width);
}
