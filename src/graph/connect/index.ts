export { findConnections } from "./connections.js";
export { findRequests } from "./requests.js";
export type { Surroundings } from "./surroundings.js";
