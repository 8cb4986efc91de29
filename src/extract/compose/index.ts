export { extractCompose } from "./extract.js";
