import type {
	Dockerfile,
	DockerStage,
	KeyValue,
	Span,
} from "../../facts/index.js";
import { directivesInHashComments } from "../hash-comments.js";
import { asShellLine } from "../shell-words.js";
import {
	type Instruction,
	instructionsIn,
	joined,
	writtenLength,
} from "./instructions.js";
import { variablesOf } from "./variables.js";

/** A stage while its instructions are read. */
interface OpenStage {
	readonly name?: string;
	readonly from: string;
	readonly at: Span;
	readonly variables: DockerStage["variables"][number][];
	readonly commands: DockerStage["commands"][number][];
	readonly expose: number[];
	readonly copies: DockerStage["copies"][number][];
	workdir: string;
}

/** A Dockerfile. Values stay as written, `$X` not expanded, except in `EXPOSE`. Never throws. */
export function extractDockerfile(text: string): Dockerfile {
	const globals = new Map<string, KeyValue>();
	const stages: OpenStage[] = [];
	for (const instruction of instructionsIn(text)) {
		const stage = stages.at(-1);
		if (instruction.name === "FROM") stages.push(stageOf(instruction));
		else if (stage) addTo(stage, instruction, globals);
		else if (instruction.name === "ARG")
			for (const variable of variablesOf(instruction, globals))
				globals.set(variable.key, variable);
	}
	return {
		kind: "dockerfile",
		stages: stages.map(({ workdir: _, ...stage }) => stage),
		directives: directivesInHashComments(text),
	};
}

function stageOf({ args, at }: Instruction): OpenStage {
	const words = withoutFlags(joined(args)).split(/\s+/);
	const name = /^as$/i.test(words[1] ?? "") ? words[2] : undefined;
	return {
		...(name === undefined ? {} : { name }),
		from: words[0] ?? "",
		at,
		variables: [],
		commands: [],
		expose: [],
		copies: [],
		workdir: "",
	};
}

function addTo(
	stage: OpenStage,
	instruction: Instruction,
	globals: ReadonlyMap<string, KeyValue>,
): void {
	const { name, args, start, body } = instruction;
	switch (name) {
		case "ARG":
		case "ENV":
			stage.variables.push(...variablesOf(instruction, globals));
			return;
		case "RUN":
		case "CMD":
		case "ENTRYPOINT": {
			const end = start + writtenLength(args);
			const parts =
				body.length > 0 ? body : [{ text: commandOf(args), at: [start, end] }];
			for (const { text, at } of parts)
				stage.commands.push({
					instruction: name,
					text,
					at: [at[0] ?? start, at[1] ?? end],
					workdir: stage.workdir,
				});
			return;
		}
		case "WORKDIR":
			stage.workdir = within(stage.workdir, joined(args));
			return;
		case "EXPOSE":
			stage.expose.push(...portsIn(joined(args), stage.variables));
			return;
		case "COPY":
		case "ADD":
			if (body.length === 0) stage.copies.push(...copiesIn(joined(args)));
	}
}

/** Shell form as it is, exec form as a shell line. */
function commandOf(args: string): string {
	const text = withoutFlags(joined(args));
	const words = execForm(text);
	return words ? asShellLine(words) : text;
}

function execForm(text: string): string[] | undefined {
	if (!text.startsWith("[")) return undefined;
	try {
		const words: unknown = JSON.parse(text);
		return Array.isArray(words) && words.every((w) => typeof w === "string")
			? words
			: undefined;
	} catch {
		return undefined;
	}
}

function withoutFlags(text: string): string {
	return text.replace(/^(--[\w-]+(=\S*)?\s+)+/, "");
}

function within(workdir: string, path: string): string {
	const plain = path.replace(/^(["'])(.*)\1$/, "$2");
	if (workdir === "" || /^([/$]|[A-Za-z]:)/.test(plain)) return plain;
	return `${workdir.replace(/\/$/, "")}/${plain.replace(/^\.\//, "")}`;
}

/** `8000`, `8000/tcp`, `8000-8002`, `$PORT` where the stage sets it. */
function portsIn(text: string, variables: readonly KeyValue[]): number[] {
	const plain = text.replace(
		/\$\{?([A-Za-z_]\w*)(?::-([^}]*))?\}?/g,
		(_, key, fallback) =>
			variables.findLast((v) => v.key === key)?.value ?? fallback ?? "",
	);
	return plain.split(/\s+/).flatMap((word) => {
		const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/tcp)?$/i.exec(word);
		if (!match) return [];
		const first = Number(match[1]);
		const last = Math.min(Number(match[2] ?? first), first + 31);
		return Array.from(
			{ length: Math.max(last - first + 1, 0) },
			(_, n) => first + n,
		);
	});
}

function copiesIn(text: string): OpenStage["copies"] {
	const stage = /^(?:--\S+\s+)*--from=(\S+)/.exec(text)?.[1];
	const plain = withoutFlags(text);
	const words = execForm(plain) ?? plain.split(/\s+/);
	const to = words.at(-1);
	if (to === undefined || words.length < 2) return [];
	return words
		.slice(0, -1)
		.map((from) => ({ from, to, ...(stage === undefined ? {} : { stage }) }));
}
