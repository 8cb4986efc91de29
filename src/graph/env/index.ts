export { findEnvFiles } from "./files.js";
export { handedOn } from "./handed-on.js";
export { findEnvReads } from "./reads.js";
