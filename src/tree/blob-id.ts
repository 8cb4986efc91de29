import { createHash } from "node:crypto";

/**
 * The id git gives a blob of these bytes (SHA-1 repositories), so that the
 * index, a commit and the work tree share cache entries.
 */
export function blobId(bytes: Uint8Array): string {
	return createHash("sha1")
		.update(`blob ${bytes.byteLength}\0`)
		.update(bytes)
		.digest("hex");
}
