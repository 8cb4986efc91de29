import type { Code, Directive } from "../../facts/code.js";
import { parseDirective } from "../../facts/directive.js";
import type { Markup } from "../../facts/index.js";
import type { Span } from "../../facts/place.js";
import { extractScript, type Grammar, type Host } from "../javascript/index.js";
import { blocksOf, type ScriptBlock } from "./blocks.js";
import { withoutTemplateTags } from "./template-tags.js";

/** Scripts that run in one scope, read as one file. */
interface Module {
	readonly grammar: Grammar;
	readonly bodies: readonly Span[];
}

const HOSTS: Readonly<Record<Markup["dialect"], Host>> = {
	vue: { inMarkup: true },
	svelte: { inMarkup: true, exportedLetIsProperty: true },
	astro: { inMarkup: true },
	html: { inMarkup: true, templated: true },
};

/**
 * The scripts of a component file or page, each as `Code` with UTF-16 offsets
 * in the whole of `text`. Blocks that share a scope (both scripts of a Vue or
 * Svelte component, the plain scripts of a page) become one `Code`. Markup
 * itself is not read, except for suppression comments. Never throws.
 */
export function extractMarkup(
	text: string,
	dialect: Markup["dialect"],
): Markup {
	const blocks = blocksOf(text);
	const scripts = blocks.filter((block) => block.k === "script");
	return {
		kind: "markup",
		dialect,
		scripts: modulesOf(text, dialect, scripts).flatMap((module) =>
			extractModule(text, module, HOSTS[dialect]),
		),
		directives: blocks.flatMap((block): Directive[] => {
			if (block.k !== "comment") return [];
			const directive = parseDirective(text.slice(...block.at), block.at);
			return directive ? [directive] : [];
		}),
	};
}

function modulesOf(
	text: string,
	dialect: Markup["dialect"],
	scripts: readonly ScriptBlock[],
): Module[] {
	const runs = scripts.filter((script) => isCode(script.attributes));
	const alone = ({ attributes, body }: ScriptBlock): Module => ({
		grammar: grammarOf(dialect, attributes),
		bodies: [body],
	});
	const frontmatter = dialect === "astro" && frontmatterOf(text);
	if (dialect === "astro")
		return [
			...(frontmatter
				? [{ grammar: "ts" as const, bodies: [frontmatter] }]
				: []),
			...runs.map(alone),
		];
	const shares = (script: ScriptBlock) =>
		dialect !== "html" || script.attributes.get("type") !== "module";
	const shared = runs.filter(shares).map(alone);
	const [first] = shared;
	return [
		...(first
			? [
					{
						grammar: shared.find((it) => it.grammar !== "js")?.grammar ?? "js",
						bodies: shared.flatMap((it) => it.bodies),
					},
				]
			: []),
		...runs.filter((script) => !shares(script)).map(alone),
	];
}

const SCRIPT_TYPES =
	/^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma|type)script|text\/(?:babel|jsx)|ts)$/i;

function isCode(attributes: ScriptBlock["attributes"]): boolean {
	return (
		!attributes.has("src") && SCRIPT_TYPES.test(attributes.get("type") ?? "")
	);
}

/** Astro reads every script as TypeScript; elsewhere `lang` says so. */
function grammarOf(
	dialect: Markup["dialect"],
	attributes: ScriptBlock["attributes"],
): Grammar {
	const lang = attributes.get("lang") ?? attributes.get("type") ?? "";
	if (lang === "tsx") return "tsx";
	return dialect === "astro" || /^(?:ts|.*typescript)$/i.test(lang)
		? "ts"
		: "js";
}

/** What stands between the two `---` lines at the start of an Astro file. */
export function frontmatterOf(text: string): Span | undefined {
	const open = /^\s*---[^\S\n]*\r?\n/.exec(text);
	if (!open) return undefined;
	const start = open[0].length;
	const close = /^[^\S\n]*---/m.exec(text.slice(start));
	return close ? [start, start + close.index] : undefined;
}

/** Reads the scripts together; when one of them is broken, each alone, so that the others are still known. */
function extractModule(
	text: string,
	{ grammar, bodies }: Module,
	host: Host,
): Code[] {
	const together = extractBodies(text, grammar, bodies, host);
	if (!together.syntaxError || bodies.length === 1) return [together];
	return bodies.map((body) => extractBodies(text, grammar, [body], host));
}

function extractBodies(
	text: string,
	grammar: Grammar,
	bodies: readonly Span[],
	host: Host,
): Code {
	const script = isolated(text, bodies);
	const code = extractScript(script, grammar, host);
	if (!host.templated || !code.syntaxError) return code;
	const filled = withoutTemplateTags(script);
	return filled === script ? code : extractScript(filled, grammar, host);
}

/** The text with all but `bodies` blanked out, so that offsets stay; cut off after the last one. */
function isolated(text: string, bodies: readonly Span[]): string {
	let script = "";
	for (const [start, end] of bodies) {
		const gap = start - script.length;
		script += (script === "" ? " " : ";").padEnd(gap).slice(0, gap);
		script += text.slice(start, end);
	}
	return script;
}
