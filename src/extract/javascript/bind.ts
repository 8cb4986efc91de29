import type {
	CallExpression,
	Class,
	Node,
	Program,
	VariableDeclaration,
} from "oxc-parser";
import { eachChild, runs } from "./children.js";
import { isHandlerSlot, memberTarget, mutationOf } from "./mutation.js";
import { Scope, type Scopes } from "./scope.js";
import {
	bare,
	type FunctionLike,
	isClass,
	isFunction,
	isIdentifier,
	spanOf,
} from "./syntax.js";
import { eachTarget, exportedName, parameterPattern } from "./targets.js";
import { addBinding, type Loop, resolveWrites, type Write } from "./writes.js";

/** Syntax nested deeper than this is not looked into. */
const MAX_DEPTH = 1_000;

interface Walk {
	readonly of: Map<Node, Scope>;
	readonly writes: Write[];
	readonly file: Scope;
	scope: Scope;
	loop: Loop | undefined;
	depth: number;
}

/** Finds every scope and declaration of a file, and who writes each name. */
export function bindNames(program: Program): Scopes {
	const file = new Scope(undefined, true);
	const walk: Walk = {
		of: new Map([[program, file]]),
		writes: [],
		file,
		scope: file,
		loop: undefined,
		depth: 0,
	};
	visitEach(walk, program.body);
	return { file, of: walk.of, writtenIn: resolveWrites(file, walk.writes) };
}

function visitEach(walk: Walk, nodes: readonly (Node | null)[]): void {
	for (const node of nodes) if (node) visit(walk, node);
}

function visitWithin(
	walk: Walk,
	node: Node,
	opensFunction: boolean,
	body: () => void,
): void {
	const { scope, loop } = walk;
	walk.scope = new Scope(scope, opensFunction);
	walk.of.set(node, walk.scope);
	if (opensFunction) walk.loop = undefined;
	body();
	walk.scope = scope;
	walk.loop = loop;
}

function visit(walk: Walk, node: Node): void {
	if (node.type === "Identifier" || node.type === "Literal") return;
	if (walk.depth >= MAX_DEPTH) return;
	walk.depth++;
	if (isFunction(node)) visitFunction(walk, node);
	else if (isClass(node)) visitClass(walk, node);
	else visitPlain(walk, node);
	walk.depth--;
}

function visitClass(walk: Walk, node: Class): void {
	if (node.declare) return;
	if (node.type === "ClassDeclaration" && node.id)
		addBinding(walk.scope, node.id.name, spanOf(node.id), { callable: true });
	visitWithin(walk, node, false, () => {
		if (node.type === "ClassExpression" && node.id)
			addBinding(walk.scope, node.id.name, spanOf(node.id), {
				callable: true,
			});
		visitChildren(walk, node);
	});
}

function visitPlain(walk: Walk, node: Node): void {
	switch (node.type) {
		case "ImportDeclaration":
			for (const specifier of node.specifiers)
				addBinding(walk.scope, specifier.local.name, spanOf(specifier.local), {
					origin: {
						k: "import",
						from: node.source.value,
						name:
							specifier.type === "ImportSpecifier"
								? exportedName(specifier.imported)
								: specifier.type === "ImportDefaultSpecifier"
									? "default"
									: "*",
					},
				});
			return;
		case "VariableDeclaration":
			visitDeclaration(walk, node);
			return;
		case "BlockStatement":
		case "StaticBlock":
		case "TSModuleBlock":
		case "SwitchStatement":
			visitWithin(walk, node, false, () => visitChildren(walk, node));
			return;
		case "CatchClause":
			visitWithin(walk, node, false, () => {
				if (node.param) declarePattern(walk, node.param, {});
				visit(walk, node.body);
			});
			return;
		case "ForStatement":
		case "ForInStatement":
		case "ForOfStatement":
			visitWithin(walk, node, false, () => {
				walk.loop = { node, outer: walk.loop };
				if (node.type !== "ForStatement") writePattern(walk, node.left);
				visitChildren(walk, node);
				walk.loop = walk.loop?.outer;
			});
			return;
		case "WhileStatement":
		case "DoWhileStatement":
			walk.loop = { node, outer: walk.loop };
			visitChildren(walk, node);
			walk.loop = walk.loop.outer;
			return;
		case "AssignmentExpression":
			writePattern(walk, node.left);
			visitChildren(walk, node);
			return;
		case "UpdateExpression":
			writePattern(walk, node.argument);
			visitChildren(walk, node);
			return;
		case "UnaryExpression":
			if (node.operator === "delete") writePattern(walk, bare(node.argument));
			visitChildren(walk, node);
			return;
		case "CallExpression":
			recordMutation(walk, node);
			visitChildren(walk, node);
			return;
		case "TSEnumDeclaration":
			if (!node.declare) addBinding(walk.scope, node.id.name, spanOf(node.id));
			visitChildren(walk, node);
			return;
		case "TSModuleDeclaration":
			if (node.declare || !node.body || node.global) return;
			if (node.id.type === "Identifier")
				addBinding(walk.scope, node.id.name, spanOf(node.id));
			visit(walk, node.body);
			return;
		case "TSImportEqualsDeclaration": {
			const { moduleReference: to, id } = node;
			addBinding(
				walk.scope,
				id.name,
				spanOf(id),
				to.type === "TSExternalModuleReference"
					? { origin: { k: "import", from: to.expression.value, name: "*" } }
					: {},
			);
			return;
		}
		default:
			if (runs(node)) visitChildren(walk, node);
	}
}

function visitChildren(walk: Walk, node: Node): void {
	eachChild(node, (child) => visit(walk, child));
}

function visitFunction(walk: Walk, node: FunctionLike): void {
	if (node.type === "FunctionDeclaration" && node.id)
		addBinding(walk.scope, node.id.name, spanOf(node.id), { callable: true });
	visitWithin(walk, node, true, () => {
		if (node.type === "FunctionExpression" && node.id)
			addBinding(walk.scope, node.id.name, spanOf(node.id), { callable: true });
		for (const param of node.params)
			declarePattern(walk, parameterPattern(param), { growable: true });
		visitEach(walk, node.params);
		if (node.body?.type === "BlockStatement") visitEach(walk, node.body.body);
		else if (node.body) visit(walk, node.body);
	});
}

function visitDeclaration(walk: Walk, node: VariableDeclaration): void {
	if (node.declare) return;
	const hoisted = node.kind === "var";
	for (const { id, init, end } of node.declarations) {
		const value = init && bare(init);
		const traits = {
			hoisted,
			growable:
				value?.type === "NewExpression" || value?.type === "ArrayExpression",
			callable: value ? isFunction(value) || isClass(value) : false,
		};
		declarePattern(walk, id, traits, init ? end : undefined);
		visit(walk, id);
		if (init) visit(walk, init);
	}
}

/** Declares every name of a pattern; a `var` that exists already is written again. */
function declarePattern(
	walk: Walk,
	pattern: Node,
	traits: { hoisted?: boolean; growable?: boolean; callable?: boolean },
	assignedBy?: number,
): void {
	eachTarget(pattern, (target) => {
		if (!isIdentifier(target)) return;
		const scope = traits.hoisted ? walk.scope.home : walk.scope;
		const known = scope.own(target.name);
		if (known && traits.hoisted) {
			if (assignedBy !== undefined) record(walk, target, "assign", assignedBy);
			return;
		}
		addBinding(scope, target.name, spanOf(target), traits);
	});
}

function writePattern(walk: Walk, pattern: Node): void {
	if (pattern.type === "VariableDeclaration") return;
	eachTarget(pattern, (target) => {
		if (isIdentifier(target)) record(walk, target, "assign", target.end);
		if (target.type !== "MemberExpression") return;
		const path = memberTarget(target);
		if (path && isIdentifier(path.root))
			record(
				walk,
				path.root,
				isHandlerSlot(path) ? "slot" : "change",
				target.end,
			);
	});
}

function recordMutation(walk: Walk, node: CallExpression): void {
	const mutation = mutationOf(node);
	if (!mutation || !isIdentifier(mutation.receiver)) return;
	const kind = mutation.certain ? "change" : "grow";
	record(walk, mutation.receiver, kind, node.end);
}

function record(
	{ writes, scope, loop }: Walk,
	target: { name: string; start: number; end: number },
	kind: Write["kind"],
	end: number,
): void {
	writes.push({
		name: target.name,
		at: spanOf(target),
		scope,
		loop,
		end,
		kind,
	});
}
