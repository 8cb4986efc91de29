import { isUtf8 } from "node:buffer";
import type { Unreadable } from "../facts/index.js";

/**
 * The decoded text of a file. Offsets into it are UTF-16 offsets that *count a
 * byte order mark*: when `bom` is true, `text[0]` is U+FEFF, so that a span
 * can be replaced and the result written back byte for byte.
 */
export interface Text {
	readonly kind: "text";
	readonly text: string;
	readonly bom: boolean;
	/** The line ending that an edit should use: that of the first line. */
	readonly eol: "\n" | "\r\n";
}

/** Largest source file that is read, in bytes. */
export const SOURCE_LIMIT = 1_500_000;

export function unreadable(reason: string): Unreadable {
	return { kind: "unreadable", reason };
}

/** Why a file of `bytes` bytes is not read; megabytes are decimal. */
export function tooLarge(bytes: number, limit: number): Unreadable {
	const size = (bytes / 1e6).toFixed(1);
	return unreadable(
		`is ${size} MB, more than the ${(limit / 1e6).toFixed(1)} MB that is read`,
	);
}

/** Text of a file's bytes; unreadable when they are binary or no UTF-8. */
export function decodeText(bytes: Uint8Array): Text | Unreadable {
	if (bytes[0] === 0xff && bytes[1] === 0xfe)
		return unreadable("is UTF-16, only UTF-8 is read");
	if (bytes.includes(0)) return unreadable("is binary (holds a NUL byte)");
	if (!isUtf8(bytes)) return unreadable("is not valid UTF-8");
	const text = Buffer.from(
		bytes.buffer,
		bytes.byteOffset,
		bytes.byteLength,
	).toString("utf8");
	return {
		kind: "text",
		text,
		bom: text.charCodeAt(0) === 0xfeff,
		eol: /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n",
	};
}
