export { findEnvFiles } from "./files.js";
export { findEnvReads } from "./reads.js";
