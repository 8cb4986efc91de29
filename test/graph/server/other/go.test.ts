import { describe, expect, test } from "vitest";
import {
	findServers,
	unreadServers,
} from "../../../../src/graph/server/index.js";
import { sourcesOf } from "../../app/sources.js";
import { origins, paths, ports, serverOf } from "../servers.js";

const MODULE = "module example.com/api\n\ngo 1.22\n";

/** Stacks that remain unread beside the servers found. */
async function unread(files: Readonly<Record<string, string>>) {
	const sources = await sourcesOf(files);
	return unreadServers(sources, findServers(sources)).map((u) => u.stack);
}

const GORILLA = {
	"go.mod": MODULE,
	"main.go": `package main

import (
	"log"
	"net/http"

	"github.com/gorilla/websocket"
)

var upgrader = websocket.Upgrader{
	CheckOrigin: func(r *http.Request) bool {
		origin := r.Header.Get("Origin")
		return origin == "http://localhost:5173" || origin == "https://app.example.com"
	},
}

func serveWs(w http.ResponseWriter, r *http.Request) {
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
}

func health(w http.ResponseWriter, r *http.Request) {}

func main() {
	http.HandleFunc("/health", health)
	http.HandleFunc("/ws", serveWs)
	log.Fatal(http.ListenAndServe(":8080", nil))
}
`,
};

describe("Go", () => {
	test("net/http with gorilla/websocket: the route, the port, the origins, and nothing left unread", async () => {
		const server = await serverOf(GORILLA);
		expect(server).toMatchObject({ kind: "other", speaks: "websocket" });
		expect(server.title).toBe("go (net/http)");
		expect(paths(server)).toEqual(["/ws"]);
		expect(server.routes.complete).toBe(true);
		expect(ports(server)).toEqual(["8080"]);
		expect(server.listens.complete).toBe(true);
		expect(origins(server)).toEqual([
			"http://localhost:5173",
			"https://app.example.com",
		]);
		expect(server.origins[0]?.entries.complete).toBe(true);
		const [route] = server.routes.items;
		expect(route?.matches("/ws")).toBe(true);
		expect(route?.matches("/ws/")).toBe(false);
		expect(await unread(GORILLA)).toEqual([]);
	});

	test("a second module that is not read keeps Go listed", async () => {
		expect(await unread({ ...GORILLA, "tool/go.mod": MODULE })).toEqual([
			"Go",
			"Go",
		]);
	});

	test("ServeMux patterns: methods, parameters, prefixes", async () => {
		const server = await serverOf({
			"go.mod": MODULE,
			"main.go": `package main

import (
	"net/http"
	"github.com/coder/websocket"
)

func accept(w http.ResponseWriter, r *http.Request) { websocket.Accept(w, r, nil) }

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /rooms/{id}", accept)
	mux.Handle("/live/", http.HandlerFunc(accept))
	srv := &http.Server{Addr: "127.0.0.1:9000", Handler: mux}
	srv.ListenAndServe()
}
`,
		});
		expect(paths(server)).toEqual(["/live/", "/rooms/{id}"]);
		const matches = (path: string) =>
			server.routes.items.some((r) => r.matches(path));
		expect(matches("/rooms/7")).toBe(true);
		expect(matches("/rooms/7/x")).toBe(false);
		expect(matches("/live/a/b")).toBe(true);
		expect(matches("/live")).toBe(false);
		expect(server.routes.items.map((r) => r.wide)).toEqual([false, true]);
		expect(ports(server)).toEqual(["9000"]);
		expect(server.routes.complete && server.listens.complete).toBe(true);
	});

	test("gin: groups, a router handed to a function of another package, the port's default", async () => {
		const files = {
			"api/go.mod": MODULE,
			"api/main.go": `package main

import (
	"os"
	"github.com/gin-gonic/gin"
	"example.com/api/routes"
)

func main() {
	r := gin.Default()
	api := r.Group("/api")
	routes.Register(api.Group("/v1"))
	port := os.Getenv("PORT")
	if port == "" {
		port = "8081"
	}
	r.Run(":" + port)
}
`,
			"api/routes/routes.go": `package routes

import (
	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"
)

var up = websocket.Upgrader{}

func Register(rg *gin.RouterGroup) {
	rg.GET("/rooms/:room/ws", func(c *gin.Context) {
		serve(c)
	})
	rg.GET("/rooms", list)
}

func list(c *gin.Context) {}

func serve(c *gin.Context) {
	up.Upgrade(c.Writer, c.Request, nil)
}
`,
		};
		const server = await serverOf(files);
		expect(server.root).toBe("api");
		expect(paths(server)).toEqual(["/api/v1/rooms/:room/ws"]);
		expect(server.routes.complete).toBe(true);
		expect(server.routes.items[0]?.matches("/api/v1/rooms/a/ws")).toBe(true);
		expect(ports(server)).toEqual(["8081"]);
		const inCompose = await serverOf({
			...files,
			"compose.yml": `services:
  api:
    build: ./api
    environment:
      PORT: "7000"
    ports: ["7001:7000"]
`,
		});
		expect(ports(inCompose)).toEqual(["8081", "7000 api", "7001"]);
	});

	test("chi: nested routes and a sub-router's own path", async () => {
		const server = await serverOf({
			"go.mod": MODULE,
			"main.go": `package main

import (
	"net/http"
	"github.com/go-chi/chi/v5"
	"nhooyr.io/websocket"
)

type API struct{}

func (a *API) socket(w http.ResponseWriter, r *http.Request) { websocket.Accept(w, r, nil) }

func main() {
	a := &API{}
	r := chi.NewRouter()
	r.Route("/boards/{id}", func(r chi.Router) {
		r.Group(func(r chi.Router) {
			r.With(auth).Get("/", a.socket)
		})
		r.Get("/feed", a.socket)
	})
	http.ListenAndServe(":3000", r)
}
`,
		});
		expect(paths(server)).toEqual(["/boards/{id}/", "/boards/{id}/feed"]);
		const matches = (path: string) =>
			server.routes.items.some((r) => r.matches(path));
		expect(matches("/boards/1")).toBe(true);
		expect(matches("/boards/1/feed")).toBe(true);
		expect(matches("/boards/1/other")).toBe(false);
		expect(server.routes.complete).toBe(true);
	});

	test("gorilla/mux: prefixes, a type that serves, a port in a configuration struct", async () => {
		const server = await serverOf({
			"src/go.mod": MODULE,
			"src/cmd/api/main.go": `package main

import (
	"fmt"
	"net/http"
)

func main() {
	cfg := config.New()
	srv := &http.Server{Handler: router.New(cfg), Addr: fmt.Sprintf("0.0.0.0:%v", cfg.Port)}
	srv.ListenAndServe()
}
`,
			"src/cmd/api/config/config.go":
				'package config\n\ntype Config struct {\n\tPort uint32 `env:"PORT" envDefault:"4444"`\n}\n',
			"src/cmd/worker/config/config.go":
				'package config\n\ntype Config struct {\n\tPort uint32 `env:"PORT" envDefault:"50051"`\n}\n',
			"src/cmd/api/router/router.go": `package router

import "github.com/gorilla/mux"

func New(c config.Config) http.Handler {
	r := mux.NewRouter()
	v1 := r.PathPrefix("/api/v1").Subrouter()
	v1.PathPrefix("/ws").Handler(controllers.WSHandler{Config: c}).Methods("GET")
	v1.Path("/events").HandlerFunc(health)
	return r
}
`,
			"src/cmd/api/controllers/ws.go": `package controllers

import "github.com/gorilla/websocket"

type WSHandler struct{}

func (h WSHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{}
	upgrader.Upgrade(w, r, nil)
}
`,
		});
		expect(server.root).toBe("src/cmd/api");
		expect(paths(server)).toEqual(["/api/v1/ws"]);
		expect(server.routes.items[0]?.matches("/api/v1/ws/x")).toBe(true);
		expect(ports(server)).toEqual(["4444"]);
		expect(server.listens.complete).toBe(true);
	});

	test.each([
		["a path that is not literal", "http.HandleFunc(cfg.Path, serveWs)"],
		[
			"a loop",
			'for _, p := range ps {\n\t\thttp.HandleFunc("/ws", p.serveWs)\n\t}',
		],
		["a handler on no route", 'http.HandleFunc("/x", health)'],
		["an unknown router", 's.mux.HandleFunc("/ws", serveWs)'],
		[
			"a stripped prefix",
			'http.Handle("/api/", http.StripPrefix("/api", http.HandlerFunc(serveWs)))\n\thttp.HandleFunc("/ws", serveWs)',
		],
		[
			"a reverse proxy",
			'http.HandleFunc("/ws", serveWs)\n\thttputil.NewSingleHostReverseProxy(u)',
		],
		[
			"a second, unknown path of the same handler",
			'http.HandleFunc("/ws", serveWs)\n\ts.mux.GET(path, serveWs)',
		],
		[
			"middleware that rewrites paths",
			'http.HandleFunc("/ws", serveWs)\n\tr.Use(middleware.StripSlashes)',
		],
	])("%s leaves the routes open and Go unread", async (_, line) => {
		const files = {
			...GORILLA,
			"main.go": GORILLA["main.go"].replace(
				'http.HandleFunc("/ws", serveWs)',
				line,
			),
		};
		const server = await serverOf(files);
		expect(server.routes.complete).toBe(false);
		expect(await unread(files)).toEqual(["Go"]);
	});

	test("a service built around it publishes its port elsewhere", async () => {
		const server = await serverOf({
			...GORILLA,
			"docker/api.Dockerfile": "FROM golang:1.22\nCOPY . .\n",
			"compose.yml": `services:
  api:
    build: { context: ., dockerfile: docker/api.Dockerfile }
    ports: ["3001:8080"]
  web:
    build: ./web
    ports: ["5000:80"]
`,
		});
		expect(ports(server)).toEqual(["8080", "8080 api", "3001"]);
	});

	test("an address that is not followed leaves the ports open", async () => {
		const files = {
			...GORILLA,
			"main.go": GORILLA["main.go"].replace('":8080"', "*addr"),
			"flags.go": `package main\n\nimport "flag"\n\nvar addr = flag.String("addr", ":8080", "")\n`,
		};
		const server = await serverOf(files);
		expect(server.listens.complete).toBe(false);
		expect(await unread(files)).toEqual(["Go"]);
	});

	test("tests and broken files: the first are not read, the second leave a gap", async () => {
		const server = await serverOf({
			...GORILLA,
			"main_test.go":
				'package main\n\nfunc TestX() { http.HandleFunc("/fake", serveWs) }\n',
			"broken.go": "package main\n\nfunc websocket( {{{\n",
		});
		expect(paths(server)).toEqual(["/ws"]);
		expect(server.routes.complete).toBe(false);
	});
});
