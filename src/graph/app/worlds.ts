import type { Accessor } from "../../value/value.js";
import type {
	EnvAnswer,
	PageAddress,
	Scenario,
	World,
} from "../../value/world.js";
import { answerFrom } from "../env/answer.js";
import {
	cascade,
	cascadeFiles,
	type Order,
	type Reading,
	trackedWithSiblings,
} from "../env/cascade.js";
import type { Builder, EnvTable, Supplied } from "../env/supplied.js";
import type { Sources } from "../sources.js";
import type { Definitions } from "./definitions.js";
import { isConfigFile } from "./server-side.js";

/** How a build tool shows env keys to the code of an app. */
export interface Exposure {
	/** Undefined when no env file is read. */
	readonly envDir: string | undefined;
	readonly order: Order;
	readonly reading: Reading;
	readonly prefixes: readonly string[];
	/** Whether the config file sees the env files in `process.env` (P24). */
	configSeesEnvFiles(): boolean;
	/** Why a read is hidden; undefined when the key is visible. */
	hides(
		accessor: Accessor,
		key: string,
		file: string,
		definitions: Definitions,
	):
		| { readonly because: "prefix" | "accessor"; readonly why: string }
		| undefined;
	definitions(command: "serve" | "build", mode: string): Definitions;
}

/** One situation an app is judged in. */
export interface Situation {
	readonly scenario: Scenario;
	readonly mode: string;
	readonly command: "serve" | "build";
	readonly dev: boolean;
	readonly page?: PageAddress;
	/** The environment of the process that builds or serves. */
	readonly process?: EnvTable;
	/** Keys the process takes from outside. */
	readonly outside?: ReadonlySet<string>;
	/** The build step that sets sibling keys. */
	readonly builder?: Builder;
}

/** The env of an app in one situation: cascade, exposure, `define`, "unset or unsupplied". */
export function worldOf(
	sources: Sources,
	exposure: Exposure,
	situation: Situation,
): World {
	const { scenario, mode, command, dev, page } = situation;
	let made: EnvTable | undefined;
	let defined: Definitions | undefined;
	const files =
		exposure.envDir === undefined
			? []
			: cascadeFiles(exposure.envDir, mode, exposure.order);
	const table = () => {
		made ??= cascade(sources, files, exposure.reading, situation.process);
		return made;
	};
	const definitions = () => {
		defined ??= exposure.definitions(command, mode);
		return defined;
	};
	const builder = situation.builder ?? fileBuilder(sources, exposure, files);
	return {
		scenario,
		runtime: "browser",
		mode,
		command,
		dev,
		...(page && { page }),
		env(accessor, key, file) {
			const given = definitions().answer(`${accessor}.${key}`);
			if (given) return given;
			const hidden = exposure.hides(accessor, key, file, definitions());
			if (hidden) return { state: "hidden", ...hidden };
			if (
				accessor === "process.env" &&
				isConfigFile(file) &&
				!exposure.configSeesEnvFiles()
			)
				return answerInConfig(
					situation.process?.get(key),
					table().has(key),
					key,
				);
			if (situation.outside?.has(key) && !situation.process?.has(key)) {
				const inFile = table().get(key);
				return inFile
					? {
							state: "unsupplied",
							why: `${key} is given from outside the repository`,
							fallback: inFile.text,
						}
					: {
							state: "unsupplied",
							why: `${key} is given from outside the repository`,
						};
			}
			return answerFrom(table(), builder, key);
		},
		constant(name) {
			const [from, member] = name.split("#");
			if (from === "global") return definitions().answer(member ?? "");
			const access = /^\$env\/(static|dynamic)\/(public|private)$/.exec(
				from ?? "",
			);
			const key = access && /^(?:env\.)?(\w+)$/.exec(member ?? "")?.[1];
			return key && key !== "env"
				? answerFrom(table(), builder, key)
				: undefined;
		},
	};
}

/** A config file runs before the env files are read: `process.env` holds only what the starting process has (P24). */
function answerInConfig(
	given: Supplied | undefined,
	inFiles: boolean,
	key: string,
): EnvAnswer {
	if (given) return { state: "set", text: given.text };
	return inFiles
		? {
				state: "hidden",
				because: "accessor",
				why: `${key} is set in an env file, which the config file does not see`,
			}
		: { state: "unsupplied", why: `nothing in this repository sets ${key}` };
}

/** A tracked env file of the mode, or a tracked base `.env`, that holds other client keys. */
function fileBuilder(
	sources: Sources,
	exposure: Exposure,
	files: readonly string[],
): Builder | undefined {
	const found = trackedWithSiblings(sources, files, exposure.prefixes);
	return (
		found && {
			why: `${found.file} holds the keys of this build`,
			at: { file: found.file, span: found.entry.keyAt },
		}
	);
}
