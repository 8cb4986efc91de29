import type { App, Container, Server } from "../graph.js";
import {
	buildContext,
	imageOf,
	type ServiceRef,
	servicesOf,
} from "../server/commands.js";
import { type Launch, launches } from "../server/launch.js";
import { folderOf, join, within } from "../server/paths.js";
import type { Sources } from "../sources.js";
import { staticBuildOf } from "./static-build.js";

/**
 * The services of all compose files, each with what runs in it: what its
 * command starts, else what stands in the folder it is built from.
 */
export function findContainers(
	sources: Sources,
	apps: readonly App[],
	servers: readonly Server[],
): readonly Container[] {
	const started = launches(sources);
	return [...sources.facts].flatMap(([file, fact]) =>
		fact.kind === "compose"
			? servicesOf(file, fact).map((ref) =>
					containerOf(ref, sources, apps, servers, started),
				)
			: [],
	);
}

function containerOf(
	ref: ServiceRef,
	sources: Sources,
	apps: readonly App[],
	servers: readonly Server[],
	started: readonly Launch[],
): Container {
	const { file, service } = ref;
	const pages = appsIn(ref, sources, apps);
	const built = staticBuildOf(ref, sources);
	const image = service.build && imageOf(ref, sources.facts);
	return {
		file,
		name: service.name,
		at: { file, span: service.at },
		aliases: service.aliases,
		ports: service.ports.map((p) => ({
			host: p.host,
			container: p.container,
			at: { file, span: p.at },
		})),
		runs: [...serversIn(ref, servers, started, pages.length > 0), ...pages],
		hostNetwork: service.hostNetwork,
		environment: service.environment.map(({ key, at }) => ({
			key,
			at: { file, span: at },
		})),
		...(image && {
			buildArguments: {
				dockerfile: image.path,
				items: (service.build?.args ?? []).map(({ key, at }) => ({
					key,
					at: { file, span: at },
				})),
			},
		}),
		...(built && { staticBuild: built }),
	};
}

/**
 * Servers whose listens name the service; without one, the server of its build
 * folder, or the only one below when no page is built from there.
 */
function serversIn(
	ref: ServiceRef,
	servers: readonly Server[],
	started: readonly Launch[],
	showsPage: boolean,
): readonly Server[] {
	const named = servers.filter((s) =>
		s.listens.items.some(
			(l) =>
				l.service === ref.service.name && belongsTo(l.at.file, ref, started),
		),
	);
	if (named.length > 0) return named;
	const context = buildContext(ref);
	if (context === undefined) return [];
	const own = servers.filter((s) => s.live && s.root === context);
	const below = servers.filter((s) => s.live && within(s.at.file, context));
	const found = own.length > 0 || showsPage ? own : below;
	return found.length === 1 ? found : [];
}

/** A listen of a service of the same name in another compose file is not this one's. */
function belongsTo(
	file: string,
	ref: ServiceRef,
	started: readonly Launch[],
): boolean {
	const own = started.filter(
		(l) =>
			l.line.service?.file === ref.file &&
			l.line.service.service.name === ref.service.name,
	);
	const context = buildContext(ref);
	return (
		file === ref.file ||
		own.some((l) => l.line.at.file === file) ||
		(context !== undefined && within(file, context))
	);
}

/**
 * The app that a service is built from: its build folder, the folder of its
 * Dockerfile, or the only app folder that the Dockerfile copies from a context above.
 */
function appsIn(
	ref: ServiceRef,
	sources: Sources,
	apps: readonly App[],
): readonly App[] {
	const context = buildContext(ref);
	if (context === undefined) return [];
	const exact = apps.filter((a) => a.root === context);
	if (exact.length > 0) return exact;
	const image = imageOf(ref, sources.facts);
	if (!image) return [];
	const beside = apps.filter((a) => a.root === folderOf(image.path));
	if (beside.length > 0 && folderOf(image.path) !== "") return beside;
	const copied = new Set(
		image.fact.stages.flatMap((s) =>
			s.copies.flatMap((c) =>
				c.stage === undefined ? [join(context, c.from)] : [],
			),
		),
	);
	return apps.filter(
		(a) =>
			a.root !== "" &&
			[...copied].some((from) => from !== "" && within(from, a.root)),
	);
}
