import type { Scenario } from "../../value/world.js";
import type { Frame } from "./code-frame.js";

/** Everything the default report shows, decided; the renderer only lays it out. */
export interface View {
	/** "Vite 5 app in frontend, FastAPI server in backend (port 8000)"; empty when nothing was recognised. */
	readonly recognised: string;
	readonly notes: readonly string[];
	readonly groups: readonly Group[];
	/** One or two lines that close the report. */
	readonly closing: readonly string[];
	readonly outcome: "clean" | "warnings" | "errors";
}

/** Findings about one connection, or about one file when they belong to no connection. */
export interface Group {
	/** `frontend/src/use-chat.ts:14:20`, or the file. */
	readonly title: string;
	/** `new WebSocket  ws://localhost:8000/ws (dev)`; empty for a file. */
	readonly subtitle: string;
	readonly findings: readonly FindingView[];
	/** Info findings: one line each. */
	readonly asides: readonly AsideView[];
}

export interface FindingView {
	readonly severity: "error" | "warning";
	readonly rule: string;
	readonly scenarios: readonly Scenario[];
	readonly what: string;
	readonly why: string;
	readonly do: string;
	/** The place to change first, then what it rests on. */
	readonly places: readonly PlaceView[];
	readonly fixes: readonly FixView[];
}

/** One line of source with the places that are marked in it. */
export interface PlaceView {
	/** One for each mark of the frame. */
	readonly marked: readonly {
		/** `file:line:column`. */
		readonly where: string;
		/** What the place says; empty for the finding's own. */
		readonly label: string;
		readonly own: boolean;
	}[];
	readonly frame: Frame;
}

export interface FixView {
	readonly title: string;
	/** The options that apply it: `--fix`, `--fix --unsafe`, `--fix --unsafe --prefer same-origin`; else `by hand`. */
	readonly command: string;
}

export interface AsideView {
	readonly where: string;
	readonly rule: string;
	readonly what: string;
}
