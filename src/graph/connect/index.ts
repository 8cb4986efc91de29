export { findConnections } from "./connections.js";
export { isReached } from "./reach.js";
export { findRequests } from "./requests.js";
export type { Surroundings } from "./surroundings.js";
