import { test } from "vitest";
import { workTree } from "../../../src/tree/index.js";
import { linked } from "./sources.js";
import { readConfig } from "../../../src/graph/app/config-file.js";
import { optionAt } from "../../../src/graph/app/options.js";
test("one", async () => {
	const s = await linked(await (workTree as any)("/tmp/lay/ttstudio-nginx-no-ws-before"));
	const o = readConfig(s, "app/frontend/vite.config.ts", { command: "serve", mode: "development", cwd: "app/frontend", env: {}, loadEnv: () => ({ state: "unsupplied", why: "" }) });
	for (const p of [["envDir"], ["server", "proxy"], ["define"]]) console.log(p, JSON.stringify(optionAt(o!, ...p).values.map(a => a.value), (k, v) => v instanceof Map ? [...v.keys()] : k === "scope" ? undefined : v, 1).slice(0, 3000));
});
