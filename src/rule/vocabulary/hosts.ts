/** Names and addresses of the machine itself. `host` is without port; brackets of IPv6 are allowed. */
export function isLoopback(host: string): boolean {
	const name = bare(host);
	return (
		name === "localhost" ||
		name.endsWith(".localhost") ||
		/^127(\.\d{1,3}){3}$/.test(name) ||
		name === "::1"
	);
}

/** An address of a home or office network (RFC 1918, link-local, unique local). */
export function isPrivateAddress(host: string): boolean {
	const name = bare(host);
	return (
		(/^(10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\./.test(name) &&
			isIpAddress(name)) ||
		/^(fe80|f[cd][0-9a-f]{2}):/.test(name)
	);
}

export function isIpAddress(host: string): boolean {
	const name = bare(host);
	return (
		/^\d{1,3}(\.\d{1,3}){3}$/.test(name) || /^[0-9a-f]*:[0-9a-f:.]+$/.test(name)
	);
}

/** Meant to be replaced by the reader: `example.com`, `your-server`, `<host>`, the documentation networks. */
export function isPlaceholder(host: string): boolean {
	const name = bare(host);
	return (
		/(^|\.)example(\.(com|org|net|edu))?$/.test(name) ||
		/(^|\.)(test|invalid)$/.test(name) ||
		/^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(name) ||
		/^(your|my)[-_.]?(app|api|backend|server|domain|host|site|url|ip)/.test(
			name,
		) ||
		/your|<|>|\{|\}|x{3,}|placeholder|change[-_]?me|domain\.(com|tld)$/.test(
			name,
		)
	);
}

/** A name that public DNS may know; not an address, not a name of one network or one machine. */
export function isPublicName(host: string): boolean {
	const name = bare(host);
	return (
		/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(name) &&
		!/\.(local|localhost|lan|home|internal|intranet|corp|test|svc|cluster)$/.test(
			name,
		) &&
		!isPlaceholder(name)
	);
}

/** Reached over the open network: a public name or a public address. */
export function isPublicHost(host: string): boolean {
	return (
		isPublicName(host) ||
		(isIpAddress(host) &&
			!isLoopback(host) &&
			!isPrivateAddress(host) &&
			!isPlaceholder(host) &&
			bare(host) !== "0.0.0.0")
	);
}

/** Who can reach a host; undefined for placeholders and for names of one network (`backend`, `nas.local`). */
export function reachOf(
	host: string,
): "loopback" | "private" | "public" | undefined {
	if (isLoopback(host)) return "loopback";
	if (isPrivateAddress(host)) return "private";
	return isPublicHost(host) ? "public" : undefined;
}

function bare(host: string): string {
	return host.toLowerCase().replace(/^\[|\]$/g, "");
}
