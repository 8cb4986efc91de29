export { discover, type Manifest, type ManifestFile } from "./discover.js";
export { type EnvFileRole, envFileRole } from "./env-file.js";
export {
	commandFormatOf,
	type FileKind,
	kindOf,
	markupDialectOf,
	requirementsFormatOf,
} from "./kinds.js";
export { type OtherHalf, otherHalf } from "./other-half.js";
export { type FileRole, roleOf } from "./roles.js";
export { isMinified, isSeed, mentions } from "./seeds.js";
export { type WorkspaceFolder, workspacePackages } from "./workspaces.js";
