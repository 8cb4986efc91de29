import type { Place } from "../../facts/place.js";
import { Text } from "../../value/text.js";
import type { PageAddress } from "../../value/world.js";
import type { Address } from "../address.js";
import { pageAddress } from "./judge.js";
import { parseAddress } from "./parse-address.js";

/** What `io()` completes a URL with. */
export interface SocketIoSurroundings {
	/** The engine's path, an option of the client. */
	readonly engine: Text;
	/** Absent outside a browser. */
	readonly page: PageAddress | undefined;
	/** Where the socket is opened. */
	readonly at: Place;
}

/**
 * Socket.IO takes http URLs, whose path is a namespace: the socket itself goes
 * to the engine's path (N14). It puts the page's protocol, outside a browser
 * `https:`, in front of a URL that has none, and so takes `localhost:3000` for
 * a host (socket.io-client, `url()`).
 */
export function socketIoAddress(
	url: Text,
	around: SocketIoSurroundings,
): Address {
	const { engine } = around;
	if (url.length === 0) return pageAddress(engine);
	const written = parseAddress(url);
	const address = isHostFirst(written)
		? parseAddress(Text.concat(protocolOf(around), url))
		: written;
	switch (address.form) {
		case "absolute":
			return { ...address, path: engine };
		case "relative":
			return pageAddress(engine);
		default:
			return address;
	}
}

function isHostFirst(address: Address): boolean {
	return (
		(address.form === "relative" && !address.rooted) ||
		(address.form === "malformed" && address.flaw.code === "missing-scheme")
	);
}

function protocolOf({ page, at }: SocketIoSurroundings): Text {
	const origin = { kind: "page", part: "protocol", at } as const;
	const protocol = page ? page.protocol : "https:";
	return protocol
		? Text.of(`${protocol}//`, origin)
		: Text.concat(
				Text.hole(
					{
						kind: "page",
						name: "protocol",
						reason: "it depends on where the page is served",
					},
					origin,
				),
				Text.of("//", origin),
			);
}
