import type { Fact } from "../facts/index.js";
import type { Place } from "../facts/place.js";
import type {
	CallSite,
	Evaluator,
	Intrinsics,
	Program,
} from "../value/evaluator.js";
import type { World } from "../value/world.js";

/** Everything `link` starts from: facts by path and the linked program. */
export interface Sources {
	/** Sorted paths of the tree with their kind (see `src/discover`). */
	readonly files: readonly SourceFile[];
	/** Facts of the files that were parsed; code files that no seed leads to are absent. */
	readonly facts: ReadonlyMap<string, Fact>;
	readonly program: Program;
	/** Evaluators are cached per world and intrinsics object. */
	evaluatorFor(world: World, intrinsics?: Intrinsics): Evaluator;
	/** Every call whose callee's last name is `name` (`websocket`, `add_middleware`, `listen`), in path order. */
	callsNamed(name: string): readonly CallSite[];
	/** Where a word stands in the tree (see `Library.placesOf`). */
	placesOf(word: string): readonly Place[];
	/** Where a README names a word; undefined where none does. */
	inReadme(word: string): Place | undefined;
	/** Code files that import a file, tests and the like left out. Searches the tree; memoised. */
	importersOf(file: string): readonly string[];
	/** Text of a lockfile entry: version of a package installed for a folder, from package-lock, yarn.lock or pnpm-lock; undefined when not locked. */
	lockedVersion(folder: string, packageName: string): string | undefined;
	/** Settings a user gave (`wslint.config`). */
	readonly settings: Settings;
}

export interface SourceFile {
	readonly path: string;
	readonly kind: string;
	/** `app`, `test`, `mock`, `story`, `example`, `docs`, `script`. */
	readonly role: string;
	readonly tracked: boolean;
}

/** What the user declared about the half that is not in this repository. */
export interface Settings {
	readonly productionOrigin?: string;
	readonly backendUrl?: string;
	readonly routes?: readonly string[];
	/** Where they are declared. */
	readonly at?: Place;
}
