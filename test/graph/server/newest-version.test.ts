import { expect, test } from "vitest";
import {
	highestVersion,
	isOlder,
} from "../../../src/graph/server/python/newest-version.js";

test.each([
	["==0.115.11", [0, 115]],
	["==0.115.*", [0, 115]],
	["~=0.115.0", [0, 115]],
	["~=0.115", [0, Infinity]],
	[">=0.100,<0.116", [0, 115]],
	["<0.116.0", [0, 115]],
	["<0.115.5", [0, 115]],
	["<=0.110", [0, 110]],
	["^0.115.0", [0, 115]],
	["^1.7", [1, Infinity]],
	["==1.*", [1, Infinity]],
	["<4", [3, Infinity]],
	["<4.0", [3, Infinity]],
	["==1.7.0", [1, 7]],
	[">=0.100", undefined],
	["", undefined],
])("the newest version that %s allows", (specifier, version) => {
	expect(highestVersion(specifier)).toEqual(version);
});

test("an unbounded minor is not older than any of its major version", () => {
	expect(isOlder([3, Infinity], [3, 9])).toBe(false);
	expect(isOlder([2, Infinity], [3, 9])).toBe(true);
});
