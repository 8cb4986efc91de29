import { identity } from "../foreign.js";
import { type Launch, launches } from "../launch.js";
import type { PlainHosts } from "./plain-host.js";
import { moduleAttribute, moduleCandidates } from "./target.js";

/** Apps that `gunicorn pkg.mod:app` or `flask run` start. */
export function readLaunches(hosts: PlainHosts): void {
	for (const launch of launches(hosts.projects.sources))
		if (launch.program === "gunicorn" || launch.program === "flask")
			readLaunch(hosts, launch);
}

function readLaunch(hosts: PlainHosts, launch: Launch): void {
	const { target, line, port } = launch;
	if (target.kind !== "module") return;
	const [module = "", attribute = "app"] = target.name.split(":");
	for (const file of moduleCandidates(hosts.projects, module, launch.folders))
		for (const value of moduleAttribute(hosts.projects, file, attribute)) {
			const host =
				value.v === "made" ? hosts.all.get(identity(value.made)) : undefined;
			host?.openings.push({
				at: line.at,
				ports:
					typeof port === "number"
						? { known: [{ value: port, at: line.at, steps: [] }] }
						: {
								known: [],
								open: "its command takes the port from the environment",
							},
				tls: launch.tls,
				strength: line.strength,
				platform: line.platform,
				...(line.service && { service: line.service }),
			});
		}
}
