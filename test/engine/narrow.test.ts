import { expect, test } from "vitest";
import { narrowTo } from "../../src/engine/narrow.js";
import { nearest } from "../../src/engine/nearest.js";
import { place } from "../../src/facts/place.js";
import type { Finding } from "../../src/rule/finding.js";

const finding = (file: string, evidence: string[] = []): Finding => ({
	rule: "a/a",
	severity: "error",
	scenario: ["dev"],
	at: place(file, [0, 1]),
	message: { what: "", why: "", do: "" },
	evidence: evidence.map((e) => ({ at: place(e, [0, 1]), message: "" })),
	fixes: [],
});

test("paths keep a finding by its place or by what it rests on", () => {
	const all = [
		finding("web/src/a.ts"),
		finding("web.config.ts"),
		finding("api/main.py", ["web/.env"]),
	];
	const files = (paths: string[]) => narrowTo(all, paths).map((f) => f.at.file);
	expect(files(["web"])).toEqual(["web/src/a.ts", "api/main.py"]);
	expect(files(["web/src/a.ts"])).toEqual(["web/src/a.ts"]);
	expect(files([])).toHaveLength(3);
	expect(files([""])).toHaveLength(3);
});

test("a misspelt name finds the one that was meant, and a strange one none", () => {
	const known = ["proxy/missing-ws", "url/relative", "route/mismatch"];
	expect(nearest("proxy/mising-ws", known)).toBe("proxy/missing-ws");
	expect(nearest("missing-ws", known)).toBe("proxy/missing-ws");
	expect(nearest("ulr/relative", known)).toBe("url/relative");
	expect(nearest("semi", known)).toBeUndefined();
});
