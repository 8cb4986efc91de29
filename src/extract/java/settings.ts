import { isMap, isScalar, parseAllDocuments } from "yaml";
import { nestsTooDeeply } from "../../facts/nesting.js";
import type {
	Literal,
	PortField,
	ServerSource,
} from "../../facts/server-source.js";
import { directivesInHashComments } from "../hash-comments.js";

/** A setting by its full name, with the literal as written. */
interface Setting {
	readonly key: string;
	readonly literal: Literal;
}

/**
 * `application.properties` and `application.yml` of Spring: `server.port` and
 * the context path, each as literal, or as `${ENV:default}`. Never throws.
 */
export function extractSpringSettings(
	text: string,
	path: string,
): ServerSource {
	const settings = path.endsWith(".properties")
		? inProperties(text)
		: inYaml(text);
	const last = (key: string) =>
		settings.findLast((s) => s.key === key)?.literal;
	const prefix =
		last("server.servlet.context-path") ?? last("server.servlet.contextPath");
	const open = prefix?.value.includes("${") ?? false;
	// These put a prefix before some handlers only.
	const servlet =
		last("spring.mvc.servlet.path") ?? last("spring.webflux.base-path");
	return {
		kind: "server-source",
		language: "properties",
		entry: false,
		routes: [],
		functions: [],
		handed: [],
		listens: [],
		portFields: settings.flatMap(({ key, literal }) =>
			key === "server.port" ? portOf(literal) : [],
		),
		origins: [],
		gaps: [
			...(prefix && open
				? [{ at: prefix.at, reason: "its context path is not a literal" }]
				: []),
			...(servlet ? [{ at: servlet.at, reason: "a servlet path is set" }] : []),
		],
		directives: directivesInHashComments(text),
		...(prefix && !open && prefix.value !== "/" && { basePath: prefix }),
	};
}

function portOf({ value, at }: Literal): readonly PortField[] {
	const [, env, fallback] = /^\$\{(\w+):(\d{2,5})\}$/.exec(value) ?? [];
	const port = fallback ?? /^\d{2,5}$/.exec(value)?.[0];
	return port === undefined
		? []
		: [
				{
					field: "server.port",
					port: Number(port),
					env: env ?? "SERVER_PORT",
					at,
				},
			];
}

function inProperties(text: string): readonly Setting[] {
	return [
		...text.matchAll(/^[ \t]*([\w.-]+)[ \t]*[=:][ \t]*([^\r\n]*?)[ \t]*$/gm),
	].map((match) => {
		const [line, key = "", value = ""] = match;
		const end = match.index + line.trimEnd().length;
		return { key, literal: { value, at: [end - value.length, end] } };
	});
}

function inYaml(text: string): readonly Setting[] {
	const found: Setting[] = [];
	const visit = (node: unknown, prefix: string): void => {
		if (isMap(node))
			for (const { key, value } of node.items)
				if (isScalar(key))
					visit(
						value,
						prefix === "" ? `${key.value}` : `${prefix}.${key.value}`,
					);
		if (isScalar(node) && node.range)
			found.push({
				key: prefix,
				literal: {
					value: `${node.value}`,
					at: [node.range[0], node.range[1]],
				},
			});
	};
	try {
		if (nestsTooDeeply(text)) return found;
		for (const document of parseAllDocuments(text, { logLevel: "silent" }))
			if ("contents" in document) visit(document.contents, "");
	} catch {
		return found;
	}
	return found;
}
