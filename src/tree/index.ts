export { blobId } from "./blob-id.js";
export { GitError, git } from "./git.js";
export { commitTree, indexTree } from "./git-tree.js";
export { overlay } from "./overlay.js";
export {
	folderOf,
	foldersAbove,
	joinPath,
	nameOf,
	sortPaths,
} from "./paths.js";
export type { Skip, SkipReason } from "./skip.js";
export { decodeText, SOURCE_LIMIT, type Text } from "./text.js";
export { isUnreadable, type Tree } from "./tree.js";
export { workTree } from "./work-tree.js";
