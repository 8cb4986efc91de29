import { test } from "vitest";
import { readdirSync, writeFileSync } from "node:fs";
import { workTree } from "../../../src/tree/index.js";
import { findApps } from "../../../src/graph/app/index.js";
import { findEnvFiles, findEnvReads } from "../../../src/graph/env/index.js";
import { linked } from "./sources.js";
import * as T from "../../../src/tree/index.js";
test("probe", async () => {
	let out = "";
	const only = process.env.ONLY?.split(",");
	for (const d of readdirSync("/tmp/lay").filter(x => only ? only.some(o=>x.includes(o)) : x.endsWith("-before"))) {
		const t0 = performance.now();
		const tree = (T as any).openWorkTree ? await (T as any).openWorkTree("/tmp/lay/"+d) : await (workTree as any)("/tmp/lay/"+d);
		const s = await linked(tree);
		const t1 = performance.now();
		out += `\n=== ${d}\n`;
		let apps;
		try { apps = findApps(s); } catch (e) { out += "THROW " + (e as Error).stack + "\n"; continue; }
		const t2 = performance.now();
		for (const a of apps) {
			out += `${a.root || "."} | ${a.title} | ${a.framework} | envDir=${a.envDir} prefixes=${a.envPrefixes.values} rel=${a.relativeUrls.supported}:${a.relativeUrls.why} https=${a.httpsInProduction?.value ?? "-"}\n`;
			out += `  worlds: ${a.worlds.map(w => w.scenario+":"+w.mode+":"+(w.page?.port ?? "?")).join(" ")}\n  origins: ${a.origins.map(o=>o.scenario+" "+o.value).join(", ")} defined: ${a.definedKeys.items} ${a.definedKeys.complete}\n`;
			const ds = a.devServer;
			if (ds) { out += `  dev: port=${ds.port?.value} https=${ds.https} base=${ds.base} hmr=${ds.hmr.path}/${ds.hmr.ownPort} complete=${ds.proxy.complete} ${ds.proxy.reason ?? ""} mayAnswer=${ds.mayAnswer ?? "-"}\n`;
			for (const p of ds.proxy.items) out += `    ${p.key} -> ${p.target?.value.toString()} ws=${p.ws} fwd=${p.forwardsUpgrades} rewrite=${p.rewrite(p.key.replace(/[\^*$]/g,"")+"/x?y=1")} never=${p.neverMatches ?? "-"}\n`; }
			if (a.previewServer && a.previewServer.proxy !== ds?.proxy) out += `  preview differs ${a.previewServer.port?.value}\n`;
		}
		const t3 = performance.now();
		const files = findEnvFiles(s, apps, []);
		out += "  files: " + files.map(f => `${f.path}[${f.role}${f.mode ? ":"+f.mode : ""}${f.app ? " app="+(f.app.root||".") : ""}]`).join(" ") + "\n";
		const reads = findEnvReads(s, apps, []);
		for (const r of reads.filter(r => r.accessor !== "os.environ" && r.accessor !== "settings" && r.role === "app").slice(0, 25)) out += `  read ${r.key} ${r.accessor} ${r.runtime} ${r.use} ${r.at.file} ${r.answers.map(a => a.scenario+":"+a.answer.state+(a.answer.state==="set" ? "="+a.answer.text.toString().slice(0,60) : a.answer.state==="hidden" ? "("+a.answer.because+")" : "")).join(" ")}\n`;
		out += `  reads=${reads.length} py=${reads.filter(r=>r.runtime==="python").length} ms: link ${(t1-t0).toFixed(0)} apps ${(t2-t1).toFixed(0)} env ${(performance.now()-t3).toFixed(0)}\n`;
	}
	writeFileSync("/tmp/probe/out.txt", out);
}, 600000);
