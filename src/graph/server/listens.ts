import type { Place } from "../../facts/place.js";
import { SCENARIOS } from "../../value/world.js";
import type { Collection, Listen } from "../graph.js";
import type { Answers } from "./answers.js";
import type { ServiceRef } from "./commands.js";
import type { Proposed } from "./examples.js";

/** One way in which a server comes to listen. */
export interface Opening {
	readonly at: Place;
	readonly ports: Answers<number>;
	readonly tls: boolean | undefined;
	/** README blocks and CI steps are `weak`. */
	readonly strength: "strong" | "weak";
	/** The port is a matter of the hosting platform (Procfile). */
	readonly platform: boolean;
	/** The compose service it runs in. */
	readonly service?: ServiceRef;
}

/**
 * The ports a server answers on. Inside a compose service the port is the
 * network's (`service` is set, scenario `container`); published host ports are
 * reached from the host, also while developing. A port that only the platform
 * or a README leaves open does not make the list incomplete when something
 * else states one. Where an env key may replace a port, what example files
 * propose for that key counts as well.
 */
export function listensOf(
	openings: readonly Opening[],
	proposed: (key: string) => readonly Proposed[] = () => [],
): Collection<Listen> {
	const items: Listen[] = [];
	let openReason: string | undefined;
	let overridable: string | undefined;
	const add = (listen: Listen) => {
		const same = items.some(
			(l) =>
				l.port === listen.port &&
				l.service === listen.service &&
				l.at.file === listen.at.file &&
				l.at.span[0] === listen.at.span[0],
		);
		if (!same) items.push(listen);
	};
	for (const opening of openings) {
		const ports = opening.ports.known;
		const key = opening.ports.overridable;
		overridable ??= key;
		if (key !== undefined && ports.length > 0 && !opening.service)
			for (const { value, at } of proposed(key))
				if (/^\d+$/.test(value))
					add({
						port: Number(value),
						at,
						tls: opening.tls,
						scenario: SCENARIOS,
					});
		if (opening.service) addService(opening, opening.service, add);
		else
			for (const { value, at } of ports)
				add({ port: value, at, tls: opening.tls, scenario: SCENARIOS });
		const guessed =
			opening.service && publishedContainerPorts(opening.service).length > 0;
		if (
			opening.ports.open !== undefined &&
			!guessed &&
			!opening.platform &&
			opening.strength === "strong"
		)
			openReason ??= opening.ports.open;
	}
	const stated = items.length > 0;
	const reason =
		openReason ??
		(stated
			? overridable && `${overridable} may be set from outside`
			: "nothing in this repository says which port it has");
	return {
		items,
		complete: stated && openReason === undefined,
		...(reason !== undefined && { reason }),
	};
}

function addService(
	opening: Opening,
	{ file, service }: ServiceRef,
	add: (listen: Listen) => void,
): void {
	const known = opening.ports.known.map((k) => k.value);
	const inside =
		known.length > 0 ? known : publishedContainerPorts({ file, service });
	const at = opening.ports.known[0]?.at ?? opening.at;
	for (const port of inside) {
		add({
			port,
			at,
			tls: opening.tls,
			scenario: service.hostNetwork ? SCENARIOS : ["container"],
			service: service.name,
		});
		for (const mapping of service.ports)
			if (mapping.container === port && mapping.host !== undefined)
				add({
					port: mapping.host,
					at: { file, span: mapping.at },
					tls: opening.tls,
					scenario: ["dev", "preview", "container"],
				});
	}
}

function publishedContainerPorts({ service }: ServiceRef): readonly number[] {
	return service.ports.flatMap((p) =>
		p.container === undefined ? [] : [p.container],
	);
}
