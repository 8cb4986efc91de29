/** What a file is for, by the conventions of naming; only `app` is judged as the app. */
export type FileRole =
	| "app"
	| "test"
	| "mock"
	| "story"
	| "example"
	| "docs"
	| "script";

/** First match decides. */
const ROLES: readonly (readonly [FileRole, RegExp])[] = [
	[
		"test",
		/(^|\/)(__tests?__|([a-z_]+[-_])?tests?|specs?|e2e|cypress|playwright|test[-_]?utils)\//i,
	],
	["test", /(^|\/)tests?[_-][^/]*\.(html?|[cm]?[jt]sx?)$/i],
	["test", /([._-](spec|e2e|cy)|[._]tests?|\.bench)\.[a-z]+$/i],
	[
		"test",
		/(^|\/)(test_[^/]*\.py|conftest\.py|(setup|jest|vitest)[-_.]?(setup|tests?)[^/]*\.[jt]sx?|(vitest|jest|playwright|cypress)\.config\.[^/]+)$/i,
	],
	["mock", /(^|\/)(__mocks__|mocks?|__fixtures__|fixtures?|stubs?|fakes?)\//i],
	["mock", /[._-](mock|mocks|fixture|stub)\.[a-z]+$|(^|\/)mock_[^/]+\.go$/i],
	[
		"story",
		/(^|\/)(\.storybook|stories|__stories__)\/|[._-](story|stories)\./i,
	],
	["example", /(^|\/)(examples?|demos?|samples?|playgrounds?|tutorials?)\//i],
	["docs", /(^|\/)(docs?|documentation)\//i],
	["docs", /\.(md|mdx|rst)$/i],
	[
		"script",
		/^(?!.*\b(src|app|public|static|assets|www)\/).*(^|\/)(scripts?|bench|benchmarks?)\//i,
	],
];

/** Judged by the relative path: a root that is itself an example is an app. */
export function roleOf(path: string): FileRole {
	return ROLES.find(([, pattern]) => pattern.test(path))?.[0] ?? "app";
}
