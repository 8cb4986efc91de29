import { expect, test } from "vitest";
import { asSentence, sayMessage } from "../../src/report/wording.js";

test("parts of a message become sentences", () => {
	expect(
		sayMessage({
			what: "no route matches",
			why: "FastAPI answers 403.",
			do: "Dial /ws",
		}),
	).toBe("no route matches. FastAPI answers 403. Dial /ws.");
	expect(sayMessage({ what: "It fails", why: "", do: "" })).toBe("It fails.");
});

test("a sentence keeps the case of its first word and its own stop", () => {
	expect(asSentence("`ws: true` is missing")).toBe("`ws: true` is missing.");
	expect(asSentence("uvicorn[standard] is missing")).toBe(
		"uvicorn[standard] is missing.",
	);
	expect(asSentence("Did you mean it?")).toBe("Did you mean it?");
	expect(asSentence("one (of two)")).toBe("one (of two).");
});
