import type { Place } from "../../facts/place.js";
import { joined } from "../../value/evaluate/alternatives.js";
import { Text } from "../../value/text.js";
import { type Alternative, isTaken } from "../../value/value.js";
import type { World } from "../../value/world.js";
import type { Address } from "../address.js";
import { appOf, fallbackApp, isServerSide } from "../app/index.js";
import type { App, Attempt, Connection } from "../graph.js";
import type { Sources } from "../sources.js";
import { clientEngine } from "./client-engine.js";
import type { ClientSignature } from "./client-signature.js";
import { CLIENT_NAMES } from "./clients.js";
import { clientOf, type DialSite, dialledUrls, enginePaths } from "./dials.js";
import { excused } from "./excused.js";
import { behindGuard, guardOf } from "./guard.js";
import { handedSecrets } from "./handed-secrets.js";
import { judge, pageAddress } from "./judge.js";
import { isLeftBehind, isPageOfItsOwn } from "./own-page.js";
import { dependentApps, nodeWorlds, serverOf } from "./owner.js";
import { parseAddress } from "./parse-address.js";
import { isProgram } from "./program.js";
import { isReached } from "./reach.js";
import {
	type SocketIoSurroundings,
	socketIoAddress,
} from "./socket-io-address.js";
import { spareDefaults } from "./spare-defaults.js";
import type { Surroundings } from "./surroundings.js";

/** Apps judged for one socket of a package they share, at most. */
const MOST_OWNERS = 8;

/** Every place that opens a socket, judged in every scenario of its app. */
export function findConnections(
	sources: Sources,
	around: Surroundings,
): readonly Connection[] {
	const seen = new Set<string>();
	const roles = new Map(sources.files.map((f) => [f.path, f.role]));
	const fallbacks = new Map<string, App>();
	const found: Connection[] = [];
	for (const name of CLIENT_NAMES)
		for (const site of sources.callsNamed(name)) {
			const key = `${site.file}:${site.block}:${site.fact.call.at[0]}`;
			if (seen.has(key) || site.file.endsWith(".py")) continue;
			seen.add(key);
			const owner = appOf(around.apps, site.file, sources);
			const runtime =
				isServerSide(sources, owner?.framework ?? "none", site.file) ||
				isProgram(site.file, owner, around, sources)
					? "node"
					: "browser";
			const apps = runtime === "browser" ? ownersOf(site.file) : [undefined];
			for (const app of apps) {
				const worlds =
					app?.worlds ?? nodeWorlds(serverOf(site.file, around.servers));
				const [world] = worlds;
				const client = world && clientOf(sources.evaluatorFor(world), site);
				if (!client) continue;
				const connection = connect(
					{ ...site, client },
					{
						app: client.node ? undefined : app,
						runtime: client.node ? "node" : runtime,
						worlds: client.node
							? nodeWorlds(serverOf(site.file, around.servers))
							: worlds,
						role: roles.get(site.file) ?? "app",
						shared: apps.length > 1,
					},
				);
				if (connection) found.push(connection);
				if (client.node) break;
			}
		}
	return found.sort((a, b) =>
		a.at.file === b.at.file
			? a.at.span[0] - b.at.span[0]
			: a.at.file < b.at.file
				? -1
				: 1,
	);

	/** The app a file is part of; for a package that several apps use, each of them. */
	function ownersOf(file: string): readonly App[] {
		const own = appOf(around.apps, file, sources);
		if (own && !isPageOfItsOwn(file, own, sources)) return [own];
		const users = own
			? []
			: dependentApps(file, around.apps, sources)
					.filter((app) => !isPageOfItsOwn(file, app, sources))
					.slice(0, MOST_OWNERS);
		if (users.length > 0) return users;
		const slash = file.lastIndexOf("/");
		const folder = slash < 0 ? "" : file.slice(0, slash);
		const known = fallbacks.get(folder) ?? fallbackApp(folder, sources);
		fallbacks.set(folder, known);
		return [known];
	}

	/** A page beside an app that its build leaves behind. */
	function isStray(file: string): boolean {
		const own = appOf(around.apps, file, sources);
		return own !== undefined && isLeftBehind(file, own, sources);
	}

	/** In code that several apps use: no caller is another app's. */
	function isCalledBy(
		app: App | undefined,
		{ when }: Alternative<unknown>,
	): boolean {
		for (const { kind, at } of when.values()) {
			const caller =
				kind === "caller" ? appOf(around.apps, at.file, sources) : undefined;
			if (caller && caller !== app) return false;
		}
		return true;
	}

	function connect(
		site: DialSite,
		owner: {
			readonly app: App | undefined;
			readonly runtime: "browser" | "node";
			readonly worlds: readonly World[];
			readonly role: string;
			/** Other apps use the code too. */
			readonly shared: boolean;
		},
	): Connection | undefined {
		const at: Place = { file: site.file, span: site.fact.call.at };
		const [argument] = site.fact.call.args;
		const attempts: Attempt[] = [];
		const [world] = owner.worlds;
		const secrets = world
			? handedSecrets(sources.evaluatorFor(world), site)
			: [];
		const connection: Connection = {
			id: "",
			at,
			...(argument && { urlAt: { file: site.file, span: argument.at } }),
			library: site.client.library,
			speaks: site.client.speaks,
			...clientEngine(sources, site, owner.worlds[0]),
			...(secrets.length > 0 && { handedSecrets: secrets }),
			runtime: owner.runtime,
			app: owner.app,
			role: owner.role,
			reached: !isStray(site.file) && isReached(site.file, owner.app, sources),
			attempts,
			spareDefaults: [],
		};
		for (const world of owner.worlds)
			attempts.push(
				...excused(attemptsIn(site, connection, world, owner.shared)),
			);
		// Of the apps that share the code, those that never call it have no part in it.
		if (attempts.length === 0 && owner.shared) return undefined;
		const fn =
			site.fact.fn === undefined
				? ""
				: (sources.program.code(site.file)[site.block]?.functions[site.fact.fn]
						?.name ?? "");
		return Object.assign(connection, {
			...(world && {
				spareDefaults: spareDefaults(
					sources,
					attempts,
					sources.evaluatorFor(world),
				),
			}),
			id: [
				site.file,
				fn,
				site.client.library,
				attempts[0]?.url.toString() ?? "",
				...(owner.shared && owner.app ? [owner.app.root] : []),
			].join("#"),
		});
	}

	function attemptsIn(
		site: DialSite,
		connection: Connection,
		world: World,
		shared: boolean,
	): readonly Attempt[] {
		const evaluator = sources.evaluatorFor(world);
		const code = sources.program.code(site.file)[site.block];
		const guard = code && guardOf(code, site.fact);
		const dialled = dialledUrls(evaluator, site).filter(
			(url) => !shared || isCalledBy(connection.app, url),
		);
		const urls = distinct(behindGuard(dialled, guard, evaluator, site));
		const engines = enginePaths(evaluator, site);
		return urls.flatMap((alternative) =>
			engines.flatMap((engine) => attempt(alternative, engine)),
		);

		function attempt(
			alternative: Alternative<Text | "page" | undefined>,
			engine: Alternative<Text>,
		): readonly Attempt[] {
			const when = joined(alternative.when, engine.when);
			if (alternative.value === undefined || !when) return [];
			const { address, url } = addressOf(site.client, alternative.value, {
				engine: engine.value,
				page: world.page,
				at: connection.at,
			});
			const { verdict, hops } = judge(
				{
					address,
					speaks: site.client.speaks,
					runtime: connection.runtime,
					app: connection.app,
					world,
				},
				around,
			);
			return [
				{
					scenario: world.scenario,
					connection,
					url,
					address,
					status: isTaken({ when }) ? "taken" : "possible",
					when: [...when.values()],
					steps: alternative.steps,
					hops,
					verdict,
				},
			];
		}
	}
}

/** The address as the client's library understands the URL. */
function addressOf(
	client: ClientSignature,
	url: Text | "page",
	around: SocketIoSurroundings,
): { readonly address: Address; readonly url: Text } {
	if (url === "page")
		return {
			address: pageAddress(around.engine),
			url: Text.of("", { kind: "computed", at: around.at }),
		};
	if (client.speaks === "socket.io")
		return { address: socketIoAddress(url, around), url };
	const address = parseAddress(url);
	return client.resolves && address.form === "relative"
		? { address: onPage(address), url }
		: { address, url };
}

/** A URL that the library, not the browser, resolves against the page. */
function onPage(address: Extract<Address, { form: "relative" }>): Address {
	return address.rooted
		? { form: "page", path: address.path, query: address.query }
		: { form: "unknown", reason: "it moves with the path of the page" };
}

/** The same URL by several ways is one attempt; parts known only at run time do not tell URLs apart. */
function distinct(
	urls: readonly Alternative<Text | "page" | undefined>[],
): readonly Alternative<Text | "page" | undefined>[] {
	const kept = new Map<string, Alternative<Text | "page" | undefined>>();
	for (const url of urls) {
		const conditions = [...url.when.values()]
			.filter((c) => c.kind === "env" || c.kind === "page")
			.map((c) => `${c.atom}=${c.is}`)
			.sort();
		const key = `${skeleton(url.value)} ${conditions.join("&")}`;
		const other = kept.get(key);
		if (!other || certainty(url) > certainty(other)) kept.set(key, url);
	}
	return [...kept.values()];
}

/** A way that is proven says more than one that is possible, and that more than one which needs something from outside. */
function certainty(url: Pick<Alternative, "when">): number {
	if (isTaken(url)) return 2;
	return [...url.when.values()].some((c) => c.outside) ? 0 : 1;
}

function skeleton(url: Text | "page" | undefined): string {
	if (!(url instanceof Text)) return String(url);
	return url.segments
		.map((s) => {
			const { at } = s.origin;
			const shown = s.hole
				? `{${s.hole.kind === "runtime" ? "" : s.hole.name}}`
				: s.text;
			return s.hole?.kind === "runtime"
				? shown
				: `${shown}@${at.file}:${at.span[0]}`;
		})
		.join("");
}
