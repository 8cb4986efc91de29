import type {
	ComposeFile,
	ComposeService,
	Unreadable,
} from "../../facts/index.js";
import { nestsTooDeeply, TOO_DEEP } from "../../facts/nesting.js";
import { directivesInHashComments } from "../hash-comments.js";
import { asShellLine } from "../shell-words.js";
import {
	isMapping,
	itemsOf,
	malformationOf,
	memberOf,
	membersOf,
	parseYaml,
	placeOf,
	textOf,
	textsOf,
	variablesOf,
	type YamlMember,
	type YamlNode,
} from "../yaml.js";
import { portsOf } from "./ports.js";

/**
 * A Compose file. Anchors and merge keys are resolved, `extends` and `include`
 * are not. Values stay as written (`${X:-d}`), except in ports. Never throws.
 */
export function extractCompose(text: string): ComposeFile | Unreadable {
	if (nestsTooDeeply(text)) return TOO_DEEP;
	const root = parseYamlMapping(text);
	if (!root) return { kind: "unreadable", reason: "is not a YAML mapping" };
	return {
		kind: "compose",
		services: servicesIn(root).map(serviceOf),
		directives: directivesInHashComments(text),
		...malformationOf(text, root),
	};
}

function parseYamlMapping(text: string): YamlNode | undefined {
	const root = parseYaml(text);
	return isMapping(root) ? root : undefined;
}

/** Files of the first format have the services at the top. */
function servicesIn(root: YamlNode): YamlMember[] {
	const services = memberOf(root, "services");
	if (services) return membersOf(services);
	return membersOf(root).filter(
		({ value }) => memberOf(value, "image") ?? memberOf(value, "build"),
	);
}

function serviceOf({ key, keyAt, value }: YamlMember): ComposeService {
	const members = new Map(membersOf(value).map((m) => [m.key, m.value]));
	const text = (name: string) => textOf(members.get(name));
	const image = text("image");
	const workingDir = text("working_dir");
	const build = buildOf(members.get("build"));
	const command = commandOf(members.get("entrypoint"), members.get("command"));
	return {
		name: key,
		at: keyAt,
		...(image === undefined ? {} : { image }),
		...(build ? { build } : {}),
		ports: itemsOf(members.get("ports")).flatMap(portsOf),
		environment: variablesOf(members.get("environment")),
		envFiles: envFilesOf(members.get("env_file")),
		...(command ? { command } : {}),
		...(workingDir === undefined ? {} : { workingDir }),
		...mountsOf(members.get("volumes")),
		dependsOn: namesIn(members.get("depends_on")),
		hostNetwork: text("network_mode") === "host",
		aliases: [
			...[text("container_name"), text("hostname")],
			...membersOf(members.get("networks")).flatMap((network) =>
				textsOf(memberOf(network.value, "aliases")),
			),
		].filter((alias) => alias !== undefined),
		profiles: textsOf(members.get("profiles")),
	};
}

function buildOf(build: YamlNode | undefined): ComposeService["build"] {
	const short = textOf(build);
	if (short !== undefined) return { context: short, args: [] };
	if (!isMapping(build)) return undefined;
	const dockerfile = textOf(memberOf(build, "dockerfile"));
	const target = textOf(memberOf(build, "target"));
	return {
		context: textOf(memberOf(build, "context")) ?? ".",
		...(dockerfile === undefined ? {} : { dockerfile }),
		...(target === undefined ? {} : { target }),
		args: variablesOf(memberOf(build, "args")),
	};
}

/** One path, several, or `{ path, required }`. */
function envFilesOf(files: YamlNode | undefined): string[] {
	const single = textOf(files);
	if (single !== undefined) return [single];
	return itemsOf(files).flatMap(
		(file) => textOf(file) ?? textOf(memberOf(file, "path")) ?? [],
	);
}

/** Short (`./nginx.conf:/etc/nginx/nginx.conf:ro`) and long syntax; named volumes left out. */
function mountsOf(
	volumes: YamlNode | undefined,
): Pick<ComposeService, "mounts"> {
	const mounts = itemsOf(volumes).flatMap((volume) => {
		const [from, to] = textOf(volume)?.split(":") ?? [
			textOf(memberOf(volume, "source")),
			textOf(memberOf(volume, "target")),
		];
		return from?.startsWith(".") && to !== undefined ? [{ from, to }] : [];
	});
	return mounts.length > 0 ? { mounts } : {};
}

/** A list, or a mapping whose keys are the names. */
function namesIn(at: YamlNode | undefined): string[] {
	const list = textsOf(at);
	return list.length > 0 ? list : membersOf(at).map(({ key }) => key);
}

function commandOf(
	entrypoint: YamlNode | undefined,
	command: YamlNode | undefined,
): ComposeService["command"] {
	const at = command ?? entrypoint;
	const text = [entrypoint, command]
		.flatMap((part) => shellLine(part) ?? [])
		.join(" ");
	return at && text !== "" ? { text, at: placeOf(at) } : undefined;
}

function shellLine(part: YamlNode | undefined): string | undefined {
	const words = itemsOf(part).flatMap((item) => textOf(item) ?? []);
	return words.length > 0 ? asShellLine(words) : textOf(part)?.trim();
}
