import { describe, expect, test } from "vitest";
import { extractMarkup } from "../../../src/extract/markup/index.js";
import type { Markup } from "../../../src/facts/index.js";
import { callsOf, show } from "../javascript/notation.js";

function used(text: string, dialect: Markup["dialect"]): string[][] {
	return extractMarkup(text, dialect).scripts.map((code) =>
		callsOf(code, text, "use").map(({ call }) =>
			call.args.map((arg) => show(code, arg)).join(", "),
		),
	);
}

describe("Vue", () => {
	test("both scripts are one module, the template is not read", () => {
		const text = `<template><a :href="use(1)">é 😀</a></template>
<script lang="ts">
export const base: string = "ws://a"
</script>
<script setup lang="ts">
(() => use(base))()
</script>
<style>.a { content: "<script>use(2)</script>" }</style>`;
		expect(used(text, "vue")).toEqual([['"ws://a"']]);
	});

	test("spans are offsets in the whole file", () => {
		const text = "<template>é 😀</template>\n<script>\nuse('x')\n</script>";
		const [code] = extractMarkup(text, "vue").scripts;
		const [call] = code?.calls ?? [];
		expect(call && text.slice(...call.call.at)).toBe("use('x')");
	});
});

describe("Svelte", () => {
	test("properties may be set by the parent", () => {
		const text = `<script module>const d = "ws://d"</script>
<script>export let url = d; use(url); $: full = url + "/ws"; function f() { use(full) }</script>`;
		expect(used(text, "svelte")).toEqual([
			[
				'(? a property that the parent component may set default "ws://d")',
				'((? a property that the parent component may set default "ws://d") + "/ws")',
			],
		]);
	});
});

describe("Astro", () => {
	test("frontmatter and scripts are apart, both TypeScript", () => {
		const text = `---
const a: string = "x"; use(a)
---
<p>--- {a}</p>
<script>const b: string = "y"; use(b)</script>`;
		expect(used(text, "astro")).toEqual([['"x"'], ['"y"']]);
	});
});

describe("HTML", () => {
	test("plain scripts share their globals, modules do not", () => {
		const text = `<script>var url = "ws://a"</script>
<SCRIPT TYPE='text/javascript'>use(url)</SCRIPT>
<script type="module">use(url)</script>`;
		expect(used(text, "html")).toEqual([['"ws://a"'], ["url"]]);
	});

	test("data, templates, other files' scripts and comments are passed over", () => {
		const text = `<script src="a.js">use(1)</script><script type="application/json">{}</script>
<script type="text/x-template"><p></script><!-- <script>use(2)</script> --><script data-x="a>b">use(3)</script>`;
		expect(used(text, "html")).toEqual([["3"]]);
	});

	test("one broken script leaves the others readable", () => {
		expect(
			used("<script>use(1)</script><script>const = </script>", "html"),
		).toEqual([["1"], []]);
	});

	test("what a server fills in is not known", () => {
		const text = `<script>{% if a %}const d = {{ data|tojson }}; use("{{ url }}", d){% endif %}</script>`;
		expect(used(text, "html")).toEqual([
			[`? filled in by the server's template, ${"_".repeat(17)}`],
		]);
	});

	test("suppressions stand in markup comments", () => {
		expect(
			extractMarkup(
				"<!-- wslint-disable-next-line url/hardcoded -- demo --><p></p><!-- else -->",
				"html",
			).directives,
		).toMatchObject([
			{ scope: "next-line", rules: ["url/hardcoded"], reason: "demo" },
		]);
	});

	test("many unclosed tags take time that grows with the size", () => {
		const began = performance.now();
		extractMarkup("<script <style <!-".repeat(50_000), "html");
		expect(performance.now() - began).toBeLessThan(1_000);
	});
});
