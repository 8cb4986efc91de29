export { diffPlan } from "./diff.js";
export { WriteRefused } from "./disk.js";
export { editsFor, type FileEdit } from "./edits.js";
export {
	type Applied,
	type Dropped,
	type Plan,
	type PlanOptions,
	planFixes,
} from "./plan.js";
export { recover, type Undone, undo } from "./undo.js";
export { writePlan } from "./write.js";
