import type { KeyValue } from "../../facts/index.js";
import type { Place } from "../../facts/place.js";
import { folderOf, joinPath } from "../../tree/paths.js";
import { Text } from "../../value/text.js";
import type { Sources } from "../sources.js";
import type { ImageSource } from "./image-sources.js";
import { interpolated } from "./interpolate.js";
import type { EnvTable, Supplied } from "./supplied.js";

/** What the `env_file`s of a service set, in order. */
export function envFileValues(sources: Sources, image: ImageSource): EnvTable {
	const table = new Map<string, Supplied>();
	if (!image.service) return table;
	for (const name of image.service.fact.envFiles) {
		const file = joinPath(folderOf(image.service.file), name);
		const fact = file === undefined ? undefined : sources.facts.get(file);
		if (file === undefined || fact?.kind !== "env") continue;
		for (const entry of fact.entries) {
			if (entry.commentedOut || entry.dotenv === undefined) continue;
			const at = { file, span: entry.valueAt };
			table.set(entry.key, {
				at,
				text: Text.of(entry.dotenv, {
					kind: "env",
					key: entry.key,
					at,
					read: at,
				}),
			});
		}
	}
	return table;
}

/** `args` or `environment` of a service; a key without value is looked up in compose's own `.env`. */
export function composeValues(
	image: ImageSource,
	values: readonly KeyValue[],
): EnvTable {
	const table = new Map<string, Supplied>();
	const service = image.service;
	if (!service) return table;
	for (const { key, value, valueAt } of values) {
		const at: Place = { file: service.file, span: valueAt };
		if (value !== undefined)
			table.set(key, {
				at,
				text: interpolated(key, value, at, service.lookup),
			});
		else {
			const own = service.lookup(key);
			if (own) table.set(key, { at, text: own });
		}
	}
	return table;
}
