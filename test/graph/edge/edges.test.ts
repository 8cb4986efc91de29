import { expect, test } from "vitest";
import { findApps } from "../../../src/graph/app/index.js";
import { findEdges, otherFronts } from "../../../src/graph/edge/index.js";
import type { Edge } from "../../../src/graph/graph.js";
import { sourcesOf } from "../app/sources.js";

const APP = {
	"web/package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
	"web/vite.config.js": "export default {};\n",
	"web/index.html": '<script type="module" src="/main.js"></script>\n',
};
const HEADERS =
	'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";';

async function edgesOf(
	files: Readonly<Record<string, string>>,
): Promise<readonly Edge[]> {
	const sources = await sourcesOf(files);
	return findEdges(sources, findApps(sources));
}

async function edgeOf(server: string, around = ""): Promise<Edge> {
	const [edge] = await edgesOf({
		...APP,
		"web/nginx.conf": `${around} server { listen 80; ${server} }`,
	});
	if (!edge) throw new Error("no edge was found");
	return edge;
}

/** The location that takes a path and what becomes of it, in one line. */
async function ways(
	server: string,
	...paths: readonly string[]
): Promise<readonly string[]> {
	const edge = await edgeOf(server);
	return paths.map((path) => {
		const answer = edge.answer(path);
		if (answer.kind === "unknown") return "unknown";
		const to =
			answer.kind === "forwards" ? (answer.sent ?? "unknown path") : answer.how;
		return `${answer.location?.pattern ?? "-"} ${to}`;
	});
}

test("exact comes before the longest prefix, a regular expression before both unless ^~ says no", async () => {
	const pass = "proxy_pass http://b:1;";
	expect(
		await ways(
			`location / { ${pass} } location /ws { ${pass} } location = /ws/a { ${pass} }
			location ^~ /fix { ${pass} } location ~ \\.js$ { ${pass} } location ~* /FEED$ { ${pass} }`,
			...["/ws/a", "/ws/b", "/wsx", "/x", "/ws/x.js", "/fix/x.js", "/a/feed"],
		),
	).toEqual([
		"= /ws/a /ws/a",
		"/ws /ws/b",
		"/ws /wsx",
		"/ /x",
		"~ \\.js$ /ws/x.js",
		"^~ /fix /fix/x.js",
		"~* /FEED$ /a/feed",
	]);
});

test("a missing slash at the end is a redirect, not the shorter prefix (H9)", async () => {
	expect(
		await ways(
			"location / { try_files $uri /index.html; } location /ws/ { proxy_pass http://b; }",
			...["/ws", "/ws/", "/other"],
		),
	).toEqual([
		"/ws/ redirects to /ws/",
		"/ws/ /ws/",
		"/ falls back to /index.html",
	]);
});

test("proxy_pass with a path replaces the prefix, also by two slashes (H9)", async () => {
	expect(
		await ways(
			`location /api/ { proxy_pass http://b/; } location /ws { proxy_pass http://b/; }
			location /v1/ { rewrite ^/v1/(.*)$ /$1 break; proxy_pass http://b/x/; }
			location /v2/ { set $to http://b:8; proxy_pass $to; }
			location /v3/ { proxy_pass $elsewhere; }
			location /v4/ { proxy_pass \${BACKEND}; }`,
			...["/api/ws", "/ws/chat", "/v1/ws", "/v2/ws", "/v3/ws", "/v4/ws"],
		),
	).toEqual([
		"/api/ /ws",
		"/ws //chat",
		"/v1/ /ws",
		"/v2/ /v2/ws",
		"/v3/ unknown path",
		"/v4/ unknown path",
	]);
});

test("nested locations, named ones and files are followed; includes and conditions are not", async () => {
	expect(
		await ways(
			`location /a/ { location /a/ws { proxy_pass http://b; } root /x; }
			location /n/ { try_files $uri @back; } location @back { proxy_pass http://b; }
			location /i/ { include extra.conf; }
			location /c/ { if ($http_upgrade = websocket) { proxy_pass http://b; } }
			location /o/ { if ($request_method = OPTIONS) { return 204; } proxy_pass http://b; }
			location /u/ { uwsgi_pass b; }`,
			...["/a/ws", "/a/x", "/n/ws", "/i/ws", "/c/ws", "/o/ws", "/u/ws"],
		),
	).toEqual([
		"/a/ws /a/ws",
		"/a/ looks for a file",
		"@ back /n/ws",
		"unknown",
		"unknown",
		"/o/ /o/ws",
		"unknown",
	]);
	expect(
		await ways("include more/*.conf; location / { root /x; }", "/ws"),
	).toEqual(["unknown"]);
});

test("a location with one header of its own inherits none (H6)", async () => {
	const edge = await edgeOf(
		`${HEADERS}
		location /none { proxy_pass http://b; }
		location /own { proxy_pass http://b; proxy_set_header Host $host; }
		location /half { proxy_pass http://b; proxy_set_header Upgrade $http_upgrade; }
		location /empty { proxy_pass http://b; proxy_set_header Upgrade $http_upgrade; proxy_set_header connection ""; }
		location /map { proxy_pass http://b; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; }
		location /wrong { proxy_pass http://b; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $always_close; }
		location /open { proxy_pass http://b; include headers.conf; }`,
		"map $http_upgrade $connection_upgrade { default upgrade; '' close; } map $http_upgrade $always_close { default close; }",
	);
	expect(
		edge.forwarding.map(({ pattern, upgrade }) => [
			pattern,
			upgrade.kind === "missing" ? upgrade.headers.join() : upgrade.kind,
		]),
	).toEqual([
		["/none", "forwarded"],
		["/own", "Upgrade,Connection"],
		["/half", "Connection"],
		["/empty", "Connection"],
		["/map", "forwarded"],
		["/wrong", "Connection"],
		["/open", "unknown"],
	]);
});

test("upstreams give their servers, timeouts their milliseconds", async () => {
	const edge = await edgeOf(
		"proxy_read_timeout 1h30m; location / { proxy_pass http://pool; } location /b { proxy_pass https://b; proxy_read_timeout 90; }",
		"upstream pool { server api:8000; server api2:8001 backup; }",
	);
	const targets = ["/x", "/b"].map((path) => {
		const answer = edge.answer(path);
		return answer.kind === "forwards" ? answer.targets : answer.kind;
	});
	expect(targets).toEqual([
		[
			{ host: "api", port: 8000 },
			{ host: "api2", port: 8001 },
		],
		[{ host: "b", port: 443 }],
	]);
	expect(edge.forwarding.map((l) => l.readTimeout?.value)).toEqual([
		5_400_000, 90_000,
	]);
});

test("a file serves the app it lies in, or the app of the image it is copied into", async () => {
	const conf = "server { location / { root /x; } }";
	const edges = await edgesOf({
		...APP,
		"web/Dockerfile":
			"FROM node AS build\nFROM nginx\nCOPY --from=build /app/dist /x\nCOPY deploy/site.conf /etc/nginx/conf.d/\n",
		"deploy/site.conf": conf,
		"deploy/other.conf": conf,
		"deploy/site.dev.conf": conf,
		"compose.yaml":
			"services:\n  web:\n    build: { context: ., dockerfile: web/Dockerfile }\n",
		"web/redirect.conf":
			"server { listen 80; return 301 https://$host$request_uri; }",
	});
	expect(edges.map((e) => [e.file, e.apps.map((a) => a.root)])).toEqual([
		["deploy/other.conf", []],
		["deploy/site.conf", ["web"]],
	]);
});

test("proxies that are not read are noticed", async () => {
	const sources = await sourcesOf({
		Caddyfile: "example.com\n",
		"k8s/web.yaml": "kind: Ingress\n",
		"compose.yaml": "services:\n  edge:\n    image: traefik:v3\n",
	});
	expect(otherFronts(sources)).toEqual([
		"Caddyfile",
		"compose.yaml",
		"k8s/web.yaml",
	]);
});
