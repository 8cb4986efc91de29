export { extractEnvFile } from "./extract.js";
