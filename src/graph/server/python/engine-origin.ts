import type { Server } from "../../graph.js";
import type { Sources } from "../../sources.js";
import { isOlder, newestVersion, type Version } from "./newest-version.js";

/**
 * The first releases that compare a handshake's Origin with its Host
 * (CVE-2019-13611). The engine decides; those in front of it require no newest
 * engine, so an old one of them leaves open which it meets.
 */
const ENGINE = "python-engineio";
const SINCE: Readonly<Record<string, Version>> = {
	[ENGINE]: [3, 9],
	"python-socketio": [4, 3],
	"flask-socketio": [4, 2],
};

/** For a server of python-engineio: whether its requirements allow no release that compares origins, or may end up with one that does not. */
export function engineOrigin(
	sources: Sources,
	folder: string,
): Pick<Server, "mayIgnoreOrigin"> {
	const isOld = (name: string): boolean | undefined => {
		const since = SINCE[name];
		const newest = newestVersion(sources, folder, name);
		return since && newest && isOlder(newest.version, since);
	};
	const engine = isOld(ENGINE);
	const mayIgnoreOrigin = engine ?? Object.keys(SINCE).some((n) => isOld(n));
	return mayIgnoreOrigin ? { mayIgnoreOrigin } : {};
}
