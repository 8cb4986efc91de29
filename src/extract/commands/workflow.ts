import { isScalar } from "yaml";
import type { CommandFile, KeyValue } from "../../facts/index.js";
import { directivesInHashComments } from "../hash-comments.js";
import {
	itemsOf,
	memberOf,
	membersOf,
	parseYaml,
	placeOf,
	textOf,
	variablesOf,
	type YamlNode,
} from "../yaml.js";
import { type Command, readScript, type Setting } from "./shell.js";

/**
 * The steps of a GitHub workflow (`jobs`), or the scripts of a GitLab pipeline.
 * Never throws; gives nothing for any other YAML.
 */
export function extractWorkflow(text: string): CommandFile {
	const root = parseYaml(text);
	const jobs = memberOf(root, "jobs");
	const commands = jobs
		? githubCommands(text, root, jobs)
		: gitlabCommands(text, root);
	return {
		kind: "commands",
		format: "workflow",
		commands,
		...(jobs && isCheck(root, jobs, commands) && { check: true as const }),
		directives: directivesInHashComments(text),
	};
}

/** Actions that prepare a job or report on it, and hand no build on. */
const PREPARES =
	/^(actions\/(checkout|setup-[\w-]+|cache)|pnpm\/action-setup|oven-sh\/setup-bun|codecov\/[\w-]+|golangci\/[\w-]+)(@|$)/;

/** Commands that bring what was built somewhere. */
const HANDS_ON =
	/\b(deploy|publish|push|release|upload|rsync|scp|ssh|sftp|s3|vercel|netlify|wrangler|surge|firebase|flyctl|heroku|railway|render)\b/;

function isCheck(
	root: YamlNode | undefined,
	jobs: YamlNode,
	commands: readonly Command[],
): boolean {
	const on = memberOf(root, "on");
	const triggers = [
		textOf(on),
		...itemsOf(on).map(textOf),
		...membersOf(on).map(({ key }) => key),
	];
	const uses = membersOf(jobs).flatMap(({ value: job }) => [
		memberOf(job, "uses"),
		...itemsOf(memberOf(job, "steps")).map((step) => memberOf(step, "uses")),
	]);
	return (
		triggers.includes("pull_request") &&
		uses.every((used) => !used || PREPARES.test(textOf(used) ?? "")) &&
		commands.every(({ text }) => !HANDS_ON.test(text))
	);
}

/** Steps start at the root of the repository, two folders above the workflow. */
const REPOSITORY = "../..";

function githubCommands(
	text: string,
	root: YamlNode | undefined,
	jobs: YamlNode,
): Command[] {
	return membersOf(jobs).flatMap(({ value: job }) => {
		let env = [
			...variablesOf(memberOf(root, "env")),
			...variablesOf(memberOf(job, "env")),
		];
		return itemsOf(memberOf(job, "steps")).flatMap((step) => {
			const folder =
				textOf(memberOf(step, "working-directory")) ??
				defaultFolder(job) ??
				defaultFolder(root);
			const own = variablesOf(memberOf(step, "env"));
			const setting = { cwd: below(REPOSITORY, folder), env: [...env, ...own] };
			const script = readStep(text, memberOf(step, "run"), setting);
			env = [...env, ...script.env.slice(setting.env.length)];
			return [...script.commands, ...dockerBuild(step, setting)];
		});
	});
}

function defaultFolder(at: YamlNode | undefined): string | undefined {
	const run = memberOf(memberOf(at, "defaults"), "run");
	return textOf(memberOf(run, "working-directory"));
}

function below(folder: string, relative: string | undefined): string {
	const path = relative?.replace(/^\.\/?/, "").replace(/\/$/, "") ?? "";
	return path === "" ? folder : `${folder}/${path}`;
}

/** `docker/build-push-action` as the command line that it stands for. */
function dockerBuild(
	step: YamlNode,
	setting: { readonly cwd: string; readonly env: readonly KeyValue[] },
): Command[] {
	const uses = memberOf(step, "uses");
	if (!uses || !textOf(uses)?.startsWith("docker/build-push-action")) return [];
	const options = memberOf(step, "with");
	const option = (name: string) => textOf(memberOf(options, name));
	const file = option("file");
	const target = option("target");
	const args = (option("build-args") ?? "")
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => /^\w+=/.test(line));
	const words = [
		"docker build",
		...(file ? [`-f ${file}`] : []),
		...(target ? [`--target ${target}`] : []),
		...args.map((arg) => `--build-arg '${arg}'`),
		option("context") ?? ".",
	];
	return [{ text: words.join(" "), at: placeOf(uses), ...setting }];
}

function gitlabCommands(text: string, root: YamlNode | undefined): Command[] {
	const global = variablesOf(memberOf(root, "variables"));
	return membersOf(root).flatMap(({ value: job }) => {
		let env = [...global, ...variablesOf(memberOf(job, "variables"))];
		let cwd: string | undefined;
		return ["before_script", "script", "after_script"].flatMap((name) => {
			const script = memberOf(job, name);
			const items = itemsOf(script);
			return (items.length > 0 || !script ? items : [script]).flatMap(
				(line) => {
					const setting = { env, ...(cwd === undefined ? {} : { cwd }) };
					const read = readStep(text, line, setting);
					env = [...read.env];
					cwd = read.cwd;
					return read.commands;
				},
			);
		});
	});
}

/** The script of a scalar, read where it is written. */
function readStep(
	text: string,
	run: YamlNode | undefined,
	setting: Setting,
): ReturnType<typeof readScript> {
	const node = run?.node;
	if (!run || !isScalar(node))
		return { commands: [], env: setting.env ?? [], cwd: setting.cwd };
	const [start, end] = placeOf(run);
	const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
	const from = isBlock ? text.indexOf("\n", start) + 1 : start;
	if (node.type === "BLOCK_LITERAL")
		return readScript(text, from, end, setting);
	// Everywhere else YAML folds line ends into blanks (`readScript` knows the vertical tab).
	const folded = text.slice(from, end).replaceAll("\n", "\v");
	const script = text.slice(0, from) + folded;
	return readScript(script, from, script.length, setting);
}
