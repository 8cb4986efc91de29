import { folderOf, foldersAbove } from "../../tree/paths.js";
import type { Stated } from "../graph.js";
import type { Sources } from "../sources.js";
import { layoutOf } from "./layout.js";

/** Files of hosts that serve every page over https. */
const PLATFORMS: Readonly<Record<string, string>> = {
	"vercel.json": "Vercel",
	"netlify.toml": "Netlify",
	"fly.toml": "Fly",
	"render.yaml": "Render",
	"firebase.json": "Firebase",
	"railway.json": "Railway",
	"railway.toml": "Railway",
	"wrangler.toml": "Cloudflare",
	"wrangler.json": "Cloudflare",
	"wrangler.jsonc": "Cloudflare",
	"staticwebapp.config.json": "Azure Static Web Apps",
	"app.yaml": "App Engine",
};

/** Where the repository shows that the app's production page is served over https; undefined when nothing does. */
export function httpsPage(
	sources: Sources,
	root: string,
): Stated<string> | undefined {
	const layout = layoutOf(sources);
	const declared = sources.settings.productionOrigin;
	if (declared?.startsWith("https:")) {
		const own = layout.packageOf(root);
		return {
			value: `the configured production origin is ${declared}`,
			at: { file: own?.file ?? sources.files[0]?.path ?? "", span: [0, 0] },
			steps: [],
		};
	}
	for (const folder of new Set([
		root,
		...foldersAbove(root === "" ? "x" : root),
	]))
		for (const [name, host] of Object.entries(PLATFORMS)) {
			const path = folder === "" ? name : `${folder}/${name}`;
			if (layout.has(path))
				return {
					value: `${path} deploys to ${host}, which serves https`,
					at: { file: path, span: [0, 0] },
					steps: [],
				};
		}
	for (const [file, fact] of sources.facts) {
		if (fact.kind !== "compose") continue;
		if (!isAbove(folderOf(file), root)) continue;
		for (const service of fact.services)
			for (const port of service.ports)
				if (port.host === 443 && speaksTls(port.container))
					return {
						value: `the service ${service.name} publishes port 443`,
						at: { file, span: port.at },
						steps: [],
					};
	}
	return undefined;
}

/** A container that takes 443 on a port of another kind speaks plain http there. */
function speaksTls(container: number | undefined): boolean {
	return container === undefined || String(container).endsWith("443");
}

function isAbove(folder: string, path: string): boolean {
	return (
		folder === "" ||
		path === folder ||
		path.startsWith(`${folder}/`) ||
		folderOf(folder) === folderOf(path)
	);
}
