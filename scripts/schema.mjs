// Writes dist/schema.json, the JSON schema of wslint.config.json, from the compiled zod schema.
import { writeFileSync } from "node:fs";
import * as z from "zod";
import { configSchema } from "../dist/src/config/schema.js";
import { knownRuleIds } from "../dist/src/lint.js";

const schema = z.toJSONSchema(configSchema, { io: "input" });
schema.properties.rules.propertyNames = { enum: knownRuleIds() };
writeFileSync(
	new URL("../dist/schema.json", import.meta.url),
	`${JSON.stringify(schema, undefined, "\t")}\n`,
);
