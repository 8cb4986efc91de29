import { expect, test } from "vitest";
import { highestMinor } from "../../../src/graph/handler/fastapi-version.js";

test.each([
	["==0.115.11", 115],
	["==0.115.*", 115],
	["~=0.115.0", 115],
	["~=0.115", undefined],
	[">=0.100,<0.116", 115],
	["<0.116.0", 115],
	["<0.115.5", 115],
	["<=0.110", 110],
	["^0.115.0", 115],
	[">=0.100", undefined],
	["", undefined],
])("the newest FastAPI that %s allows is 0.%s", (specifier, minor) => {
	expect(highestMinor(specifier)).toBe(minor);
});
