import { describe, expect, test } from "vitest";
import {
	findServers,
	unreadServers,
} from "../../../../src/graph/server/index.js";
import { sourcesOf } from "../../app/sources.js";
import { origins, paths, ports, serverOf } from "../servers.js";

describe("Rails", () => {
	const RAILS = {
		Gemfile: 'gem "rails"\n',
		"config/routes.rb": `Rails.application.routes.draw do
  namespace :api do
    scope "/v1" do
      mount ActionCable.server => "/cable"
    end
    resources :posts
  end
  mount Sidekiq::Web => "/sidekiq"
end
`,
		"config/puma.rb": `max = ENV.fetch("RAILS_MAX_THREADS") { 5 }
port ENV.fetch("PORT") { 3001 }
`,
		"config/environments/production.rb": `Rails.application.configure do
  config.action_cable.allowed_request_origins = ["https://example.com", /http:\\/\\/example.*/]
end
`,
	};

	test("Action Cable below literal scopes; the port may be replaced on the command line", async () => {
		const server = await serverOf(RAILS);
		expect(paths(server)).toEqual(["/api/v1/cable"]);
		expect(server.routes.items[0]?.matches("/api/v1/cable")).toBe(true);
		expect(server.routes.items[0]?.matches("/cable")).toBe(false);
		expect(ports(server)).toEqual(["3001"]);
		expect(server.listens.complete).toBe(false);
		expect(origins(server)).toEqual(["https://example.com"]);
		expect(server.origins[0]?.entries.complete).toBe(false);
		const sources = await sourcesOf(RAILS);
		expect(unreadServers(sources, findServers(sources))).toEqual([
			{ folder: "", stack: "Ruby" },
		]);
	});

	test("a mount path in the configuration; a scope that is not literal", async () => {
		const server = await serverOf({
			Gemfile: "",
			"config/application.rb":
				'class Application < Rails::Application\n  config.action_cable.mount_path = "/websocket"\nend\n',
			"config/routes.rb":
				'Rails.application.routes.draw do\n  scope Settings.base do\n    mount ActionCable.server, at: "/cable"\n  end\nend\n',
		});
		expect(paths(server)).toEqual(["/websocket"]);
		expect(server.routes.complete).toBe(false);
	});
});

test("Rails mounts Action Cable by itself where the engine is loaded", async () => {
	const server = await serverOf({
		Gemfile: "",
		"config/application.rb":
			'require "rails/all"\nclass Application < Rails::Application\nend\n',
		"config/puma.rb": "port 3000\n",
	});
	expect(paths(server)).toEqual(["/cable"]);
	expect(server.routes.complete).toBe(false);
});

test.each([
	['gem "rails"\n# gem "falcon"\n', "", true],
	['gem "rails"\ngem "falcon"\n', "", false],
	['gem "rails"\n', '  mount Feed::Server.new => "/feed"\n', false],
	['gem "rails"\n', '  mount Sidekiq::Web => "/sidekiq"\n', true],
])(
	"Rails: gems and mounted apps may answer sockets: %j %j",
	async (gems, mount, complete) => {
		const server = await serverOf({
			Gemfile: gems,
			"config/routes.rb": `Rails.application.routes.draw do
  mount ActionCable.server => "/cable"
${mount}end
`,
			"config/puma.rb": "port 3000\n",
		});
		expect(paths(server)).toEqual(["/cable"]);
		expect(server.routes.complete).toBe(complete);
	},
);

describe("Phoenix", () => {
	test("each environment states its port; that of the tests is nobody's", async () => {
		const server = await serverOf({
			"mix.exs": "defmodule Api.MixProject do\nend\n",
			"lib/endpoint.ex":
				'defmodule Api.Endpoint do\n  use Phoenix.Endpoint, otp_app: :api\n  socket "/socket", Api.UserSocket\nend\n',
			"config/dev.exs":
				"config :api, Api.Endpoint, http: [ip: {127, 0, 0, 1}, port: 4001]\n",
			"config/test.exs": "config :api, Api.Endpoint, http: [port: 4002]\n",
			"config/runtime.exs":
				'config :api, Api.Endpoint, http: [port: String.to_integer(System.get_env("PORT") || "4000")]\n',
		});
		expect(ports(server)).toEqual(["4001", "4000"]);
		expect(server.listens.complete).toBe(true);
	});

	test("an endpoint's sockets answer below /websocket, unless told otherwise", async () => {
		const server = await serverOf({
			"api/mix.exs": "defmodule Api.MixProject do\nend\n",
			"api/lib/api_web/endpoint.ex": `defmodule ApiWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :api

  # socket "/old", ApiWeb.OldSocket
  socket "/socket", ApiWeb.UserSocket,
    websocket: true,
    longpoll: false

  socket "/live", Phoenix.LiveView.Socket, websocket: [connect_info: [session: @session]]
  socket "/poll", ApiWeb.PollSocket, websocket: false
  socket "/raw/:room", ApiWeb.RawSocket, websocket: [path: "/ws"]

  plug Plug.Static, at: "/"
end
`,
			"api/config/dev.exs": `import Config

config :api, ApiWeb.Endpoint,
  http: [ip: {127, 0, 0, 1}, port: String.to_integer(System.get_env("PORT") || "4000")],
  check_origin: ["https://app.example.com", "//*.example.com"]
`,
		});
		expect(server.title).toBe("api (Phoenix)");
		expect(paths(server)).toEqual([
			"/live/websocket",
			"/raw/:room/ws",
			"/socket/websocket",
		]);
		expect(server.routes.items.some((r) => r.matches("/raw/7/ws"))).toBe(true);
		expect(server.routes.items.some((r) => r.matches("/socket"))).toBe(false);
		expect(ports(server)).toEqual(["4000"]);
		expect(origins(server)).toEqual(["https://app.example.com"]);
	});
});
