import { describe, expect, test } from "vitest";
import {
	findServers,
	unreadServers,
} from "../../../../src/graph/server/index.js";
import { sourcesOf } from "../../app/sources.js";
import { origins, paths, ports, serverOf } from "../servers.js";

const SPRING = {
	"api/pom.xml": "<project/>",
	"api/src/main/java/App.java": `package app;

@SpringBootApplication
public class App {
	public static void main(String[] args) { SpringApplication.run(App.class, args); }
}
`,
	"api/src/main/java/WsConfig.java": `package app;

@Configuration
@EnableWebSocket
public class WsConfig implements WebSocketConfigurer {
	private static final String FEED = "/feed/{id}";

	@Override
	public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
		registry.addHandler(chat(), "/ws/chat", FEED)
			.setAllowedOrigins("http://localhost:5173", "https://app.example.com");
	}
}
`,
};

async function unread(files: Readonly<Record<string, string>>) {
	const sources = await sourcesOf(files);
	return unreadServers(sources, findServers(sources)).map((u) => u.stack);
}

describe("Java", () => {
	test("Spring handlers: paths, origins, and Boot's own port", async () => {
		const server = await serverOf(SPRING);
		expect(server.title).toBe("api (Spring)");
		expect(paths(server)).toEqual(["/feed/{id}", "/ws/chat"]);
		const matches = (path: string) =>
			server.routes.items.some((r) => r.matches(path));
		expect(matches("/feed/7")).toBe(true);
		expect(matches("/feed")).toBe(false);
		expect(ports(server)).toEqual(["8080"]);
		expect(origins(server)).toEqual([
			"http://localhost:5173",
			"https://app.example.com",
		]);
		expect(server.routes.complete && server.listens.complete).toBe(true);
		expect(await unread(SPRING)).toEqual([]);
	});

	test("settings move the port and every path", async () => {
		const inProperties = await serverOf({
			...SPRING,
			"api/src/main/resources/application.properties":
				"server.port=${PORT:9090}\nserver.servlet.context-path=/api\n",
		});
		expect(ports(inProperties)).toEqual(["9090"]);
		expect(paths(inProperties)).toEqual(["/api/feed/{id}", "/api/ws/chat"]);
		const inYaml = await serverOf({
			...SPRING,
			"api/src/main/resources/application.yml":
				"server:\n  port: 9091\n  servlet:\n    context-path: /v1\n",
		});
		expect(ports(inYaml)).toEqual(["9091"]);
		expect(paths(inYaml)).toEqual(["/v1/feed/{id}", "/v1/ws/chat"]);
	});

	test("a STOMP endpoint with SockJS answers raw sockets below it only", async () => {
		const server = await serverOf({
			"build.gradle": "",
			"src/main/java/Ws.java": `
@EnableWebSocketMessageBroker
class Ws implements WebSocketMessageBrokerConfigurer {
	public void registerStompEndpoints(StompEndpointRegistry registry) {
		registry.addEndpoint("/ws").setAllowedOriginPatterns("*").withSockJS();
	}
}
`,
		});
		const matches = (path: string) =>
			server.routes.items.some((r) => r.matches(path));
		expect(matches("/ws/websocket")).toBe(true);
		expect(matches("/ws/042/abc/websocket")).toBe(true);
		expect(matches("/ws")).toBe(false);
		expect(server.origins).toEqual([]);
		expect(server.listens.complete).toBe(false);
	});

	test("JSR-356 endpoints", async () => {
		const server = await serverOf({
			"pom.xml": "<project/>",
			"src/main/java/Chat.java":
				'@ServerEndpoint(value = "/chat/{room}", encoders = E.class)\npublic class Chat {}\n',
		});
		expect(paths(server)).toEqual(["/chat/{room}"]);
		expect(server.title).toBe("java (JSR-356)");
	});

	test.each([
		["a path from the settings", '"/ws/chat", FEED', "path, FEED"],
		["a path with a placeholder", '"/ws/chat"', '"${ws.path}"'],
		[
			"a loop",
			"registry.addHandler(",
			"for (String p : ps) registry.addHandler(",
		],
	])("%s leaves the routes open and Java unread", async (_, from, to) => {
		const files = {
			...SPRING,
			"api/src/main/java/WsConfig.java": SPRING[
				"api/src/main/java/WsConfig.java"
			].replace(from, to),
		};
		const server = await serverOf(files);
		expect(server.routes.complete).toBe(false);
		expect(await unread(files)).toEqual(["Java or Kotlin"]);
	});

	test("Kotlin beside it is not read", async () => {
		const files = { ...SPRING, "api/src/main/kotlin/More.kt": "class More" };
		const server = await serverOf(files);
		expect(server.routes).toMatchObject({
			complete: false,
			reason: "api/src/main/kotlin/More.kt is not read",
		});
		expect(await unread(files)).toEqual(["Java or Kotlin"]);
	});
});
