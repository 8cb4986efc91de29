import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours of a stream: `NO_COLOR`, `FORCE_COLOR`, `CI`, `TERM` and the terminal decide, unless told. */
export function colorsFor(enabled?: boolean): Colors {
	return picocolors.createColors(enabled ?? picocolors.isColorSupported);
}
