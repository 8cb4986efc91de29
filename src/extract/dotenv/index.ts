export {
	expandAll,
	expandValue,
	type Lookup,
	unescapeDollars,
} from "./expand.js";
export { extractEnvFile } from "./extract.js";
