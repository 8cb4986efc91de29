export { extractDockerfile } from "./extract.js";
