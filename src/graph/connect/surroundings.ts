import type { App, Container, Edge, Server } from "../graph.js";
import type { PageServer } from "../server/page-servers.js";
import type { Settings } from "../sources.js";

/** Everything a dial may meet. */
export interface Surroundings {
	readonly apps: readonly App[];
	readonly servers: readonly Server[];
	readonly containers: readonly Container[];
	readonly edges: readonly Edge[];
	/** Every proxy that is read, those of development set-ups included. */
	readonly fronts: readonly Edge[];
	/** Servers that hand out a built page themselves. */
	readonly pageServers: readonly PageServer[];
	/** The file that starts a proxy which is not read, on the developer's machine too. */
	readonly startedFront: string | undefined;
	/** Files of proxies that are not read and may stand before the edges. */
	readonly otherFronts: readonly string[];
	/** Folders with servers of a stack that is not read: absence of a listener or route proves nothing then. */
	readonly unread: readonly {
		readonly folder: string;
		readonly stack: string;
	}[];
	readonly settings: Settings;
}

const LOOPBACK =
	/^(localhost|127(\.\d+){3}|\[::1\]|::1|0\.0\.0\.0|[^.]+\.localhost)$/i;

/** Names and addresses that always mean the machine itself. */
export function isLoopback(host: string): boolean {
	return LOOPBACK.test(host);
}

/** The compose service that a host name means inside the deployment. */
export function serviceNamed(
	host: string,
	around: Surroundings,
): Container | undefined {
	return around.containers.find(
		(c) => c.name === host || c.aliases.includes(host),
	);
}
