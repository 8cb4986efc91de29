import type { DockerStage } from "../../facts/index.js";
import type { Place } from "../../facts/place.js";
import { imageOf, type ServiceRef } from "../server/commands.js";
import type { Sources } from "../sources.js";

/** Images of servers that hand out files as they are. */
const FILE_SERVER =
	/^(?:[\w.-]+\/)*(nginx|nginx-unprivileged|httpd|caddy)(?::[\w.-]+)?(?:@sha256:\w+)?$/;

/** Words of a start or build step that may write values into the files when the container starts. */
const WRITES =
	/envsubst|\bsed\b|\.sh\b|entrypoint|inject|replace|runtime|\benv\b|printenv|\bnode\b|\bnpx\b/i;

/** Where an image takes a build from. */
export interface StaticBuild {
	/** The `FROM` of the file server. */
	readonly at: Place;
	/** Keys that the service's build arguments give to the build. */
	readonly given: ReadonlySet<string>;
}

/**
 * The finished files that a service serves unchanged: its image is a plain file
 * server with what another stage built, and nothing in it runs a script when
 * the container starts. Undefined for any other service.
 */
export function staticBuildOf(
	ref: ServiceRef,
	sources: Sources,
): StaticBuild | undefined {
	const { service } = ref;
	const image = imageOf(ref, sources.facts);
	const target = service.build?.target;
	const stages = image?.fact.stages ?? [];
	const last = stages.find((s) => s.name === target) ?? stages.at(-1);
	if (!image || !last || service.command) return undefined;
	if (!FILE_SERVER.test(last.from) || !servesOnly(last)) return undefined;
	const mounts = service.mounts ?? [];
	if (mounts.some((m) => /entrypoint|templates|html|srv/.test(m.to)))
		return undefined;
	return {
		at: { file: image.path, span: last.at },
		given: new Set(service.build?.args.map((a) => a.key) ?? []),
	};
}

function servesOnly({ copies, commands }: DockerStage): boolean {
	return (
		copies.some((c) => c.stage !== undefined) &&
		!copies.some((c) => WRITES.test(c.from) || WRITES.test(c.to)) &&
		!copies.some((c) => /templates|docker-entrypoint/.test(c.to)) &&
		!commands.some((c) => WRITES.test(c.text)) &&
		commands
			.filter((c) => c.instruction !== "RUN")
			.every((c) => /^["']?(nginx|httpd-foreground|caddy)\b/.test(c.text))
	);
}
