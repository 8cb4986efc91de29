/** `{{ value }}`, `{% tag %}`, `<% tag %>`: Jinja, Django, Handlebars, EJS, ERB. */
const TAG = /\{\{.*?\}\}|\{%.*?%\}|<%.*?%>/gs;

/**
 * A script in a page that a server fills in, made parseable: statements of the
 * template language become blanks, values outside strings an unknown name of
 * the same length. Offsets stay.
 */
export function withoutTemplateTags(script: string): string {
	return script.replace(TAG, (tag, at: number) => {
		const isValue = tag.startsWith("{{") || /^<%[-=]/.test(tag);
		if (!isValue) return tag.replace(/[^\n]/g, " ");
		const before = script.slice(Math.max(0, at - 40), at).trimEnd();
		return /[=(,:[+?&|]$/.test(before) ? "_".repeat(tag.length) : tag;
	});
}
