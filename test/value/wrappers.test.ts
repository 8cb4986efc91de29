import { describe, expect, it } from "vitest";
import { asked } from "./asked.js";

/** `WebSocket` makes it a seed. */
const one = (source: string) => ({ "src/a.ts": `WebSocket;\n${source}` });

describe("wrappers", () => {
	it("follows a parameter to every caller, across modules and renames", async () => {
		expect(
			await asked({
				"src/open.ts":
					"export default function open(url: string) { ask(url); return new WebSocket(url) }",
				"src/barrel.ts": "export { default as connect } from './open'",
				"src/a.ts": "import start from './open'\nstart('ws://a')",
				"src/b.ts":
					"import { open } from './other'\nimport go from './open'\ngo(`ws://${'b'}`)",
			}),
		).toEqual(["ws://a", "ws://b"]);
	});

	it("follows constructor arguments into fields", async () => {
		expect(
			await asked({
				"src/client.ts":
					"export class Client { private url: string; constructor(o: { url: string }) { this.url = o.url } connect() { ask(this.url); new WebSocket(this.url) } }",
				"src/a.ts":
					"import { Client } from './client'\nnew Client({ url: 'ws://a' }).connect()",
			}),
		).toEqual(["ws://a"]);
	});

	it("follows props of a component", async () => {
		expect(
			await asked({
				"src/Chat.tsx":
					"export function Chat({ url }: { url: string }) { ask(url); new WebSocket(url); return null }",
				"src/App.tsx":
					"import { Chat } from './Chat'\nexport const App = () => <Chat url=\"ws://a\" />",
			}),
		).toEqual(["ws://a"]);
	});

	it.each([
		[
			"useMemo",
			"import { useMemo } from 'react'; const u = useMemo(() => 'ws://a', []); ask(u)",
		],
		[
			"React.useMemo",
			"import React from 'react'; const u = React.useMemo(() => 'ws://a', []); ask(u)",
		],
		[
			"useRef",
			"import { useRef } from 'react'; const u = useRef('ws://a'); ask(u.current)",
		],
		[
			"useState",
			"import { useState } from 'react'; const [u] = useState(() => 'ws://a'); ask(u)",
		],
		[
			"toValue of a computed that reads a ref",
			"import { computed, ref, toValue } from 'vue'; const area = ref('a'); const path = computed(() => `ws://${area.value}`); ask(toValue(path))",
		],
		[
			"Vue computed",
			"import { computed } from 'vue'; const u = computed(() => 'ws://a'); ask(u.value)",
		],
	])("follows %s", async (_title, source) => {
		expect(await asked(one(source))).toEqual(["ws://a"]);
	});

	it.each([
		[
			"an empty list",
			"import { useState } from 'react'; const [all, setAll] = useState([]); const [last] = all; ask(`ws://a/${last.id}`)",
		],
		[
			"nothing",
			"import { useState } from 'react'; const [id, setId] = useState(null); ask(`ws://a/${id}`)",
		],
		[
			"the empty text",
			"import { ref } from 'vue'; const id = ref(''); ask(`ws://a/${id.value}`)",
		],
	])(
		"does not take %s in a box for what is in it later",
		async (_title, source) => {
			expect(await asked(one(source))).toEqual(["ws://a/{?}"]);
		},
	);

	it("follows a Redux slice through its store and a typed selector hook", async () => {
		expect(
			await asked({
				"src/slice.ts":
					"import { createSlice } from '@reduxjs/toolkit'; WebSocket; const slice = createSlice({ name: 's', initialState: { config: { url: 'ws://a' } }, reducers: {} }); export default slice.reducer",
				"src/store.ts":
					"import { configureStore } from '@reduxjs/toolkit'; import { useSelector } from 'react-redux'; import socket from './slice'; export const store = configureStore({ reducer: { socket } }); export const useAppSelector = useSelector.withTypes<unknown>()",
				"src/use.ts":
					"import { useAppSelector } from './store'; WebSocket; const { config } = useAppSelector((state) => state.socket); ask(config.url)",
			}),
		).toEqual(["ws://a"]);
	});

	it.each([
		["a selector", "useSocket((state) => state.url)"],
		["the whole state", "useSocket().url"],
		["getState()", "useSocket.getState().url"],
	])("follows a zustand store through %s", async (_title, use) => {
		expect(
			await asked({
				"src/store.ts":
					"import { create } from 'zustand'; import { persist } from 'zustand/middleware'; WebSocket; export const useSocket = create<State>()(persist((set) => ({ url: 'ws://a', open: () => set({}) }), { name: 'socket' }))",
				"src/use.ts": `import { useSocket } from './store'; WebSocket; ask(${use})`,
			}),
		).toEqual(["ws://a"]);
	});

	it("says that nobody calls it, and keeps the default possible", async () => {
		expect(
			await asked(one("export function open(url = 'ws://d') { ask(url) }")),
		).toEqual([
			"{?} if argument src/a.ts:32 given",
			"ws://d if not argument src/a.ts:32 given",
		]);
	});

	it("is none that is not a number", async () => {
		expect(
			await asked(
				one(
					'ask("ws://a:" + [undefined, 3001].map((p) => parseInt(p)).find((p) => !isNaN(p)));',
				),
			),
		).toEqual(["ws://a:3001"]);
	});
});
