import type { App, EdgeAnswer, EdgeLocation } from "../graph.js";
import { type Surroundings, serviceNamed } from "./surroundings.js";

/**
 * The location of a proxy in front of a containerised dev server that takes a
 * path away from it: whoever opens the page through that proxy dials past the
 * dev server. Undefined where no proxy stands there, or it sends the dev
 * server this path too.
 */
export function takenBefore(
	app: App,
	path: string,
	around: Surroundings,
): { readonly file: string; readonly location: EdgeLocation } | undefined {
	for (const front of around.fronts) {
		if (!forwardsTo(app, front.answer("/"), around)) continue;
		const answer = front.answer(path);
		if (answer.kind === "forwards" && !forwardsTo(app, answer, around))
			return { file: front.file, location: answer.location };
	}
	return undefined;
}

/** Whether the target is a service that runs the app itself, and not files that a build made. */
function forwardsTo(
	app: App,
	answer: EdgeAnswer,
	around: Surroundings,
): boolean {
	return (
		answer.kind === "forwards" &&
		answer.targets.some(({ host }) => {
			const service = serviceNamed(host, around);
			return !service?.staticBuild && service?.runs.includes(app) === true;
		})
	);
}
