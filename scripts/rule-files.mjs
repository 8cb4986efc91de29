import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";

/**
 * The rules below `root/rules`, sorted by id, with what their `defineRule`
 * call says in literals. A rule is a file whose default export is such a call;
 * other files beside it are shared by rules. Nothing is imported.
 */
export function ruleFiles(root) {
	const folder = join(root, "rules");
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.flatMap((category) =>
			readdirSync(join(folder, category.name))
				.filter((name) => name.endsWith(".ts"))
				.map((name) => `${category.name}/${name.slice(0, -3)}`),
		)
		.sort()
		.flatMap((id) => {
			const meta = metaOf(join(folder, `${id}.ts`));
			return meta ? [{ ...meta, id, statedId: meta.id }] : [];
		});
}

function metaOf(file) {
	const { program } = parseSync(file, readFileSync(file, "utf8"));
	const exported = program.body.find(
		(node) => node.type === "ExportDefaultDeclaration",
	);
	const call = exported?.declaration;
	if (call?.type !== "CallExpression" || call.callee.name !== "defineRule")
		return undefined;
	const properties = call.arguments[0]?.properties ?? [];
	return Object.fromEntries(
		properties
			.filter((p) => p.type === "Property" && p.key.name)
			.map((p) => [p.key.name, literal(p.value)]),
	);
}

/** Value of a literal or of a sum of literals; undefined for anything else. */
function literal(node) {
	if (node.type === "Literal") return node.value;
	if (node.type === "TemplateLiteral" && node.expressions.length === 0)
		return node.quasis[0].value.cooked;
	if (node.type === "ArrayExpression") return node.elements.map(literal);
	if (node.type === "BinaryExpression" && node.operator === "+") {
		const [left, right] = [literal(node.left), literal(node.right)];
		return left === undefined || right === undefined ? undefined : left + right;
	}
	return undefined;
}
