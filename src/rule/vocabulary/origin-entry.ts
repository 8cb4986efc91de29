/** Why an entry of an origin list can never equal what a browser sends (C4), and what was meant where that is plain. */
export interface OriginFlaw {
	readonly code:
		| "trailing-slash"
		| "path"
		| "missing-scheme"
		| "socket-scheme"
		| "wildcard";
	/** The entry without the flaw; absent where several are possible. */
	readonly mended?: string;
}

/** The flaw of one entry of a list that is compared exactly; undefined for a right one, for `*`, `null` and what is no origin at all. */
export function originFlaw(entry: string): OriginFlaw | undefined {
	const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)([/?#].*)?$/i.exec(entry);
	if (!parts) return schemeless(entry);
	const [, scheme = "", host = "", rest = ""] = parts;
	const secure = /^(?:wss|https)$/i.test(scheme);
	if (/^wss?$/i.test(scheme))
		return {
			code: "socket-scheme",
			mended: `${secure ? "https" : "http"}://${host}`,
		};
	if (host.includes("*")) return { code: "wildcard" };
	if (rest === "") return undefined;
	return {
		code: rest === "/" ? "trailing-slash" : "path",
		mended: `${scheme}://${host}`,
	};
}

/** `localhost:5173`, `app.example.com`. */
function schemeless(entry: string): OriginFlaw | undefined {
	const host = /^(?:\/\/)?([\w.-]+)(:\d+|:\*)?\/?$/.exec(entry);
	if (!host) return undefined;
	const [, name = "", port] = host;
	return port || name === "localhost" || /\w\.\w/.test(name)
		? { code: "missing-scheme" }
		: undefined;
}
