export { extractNginx } from "./extract.js";
