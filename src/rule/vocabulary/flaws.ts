import type { Flaw } from "../../graph/address.js";

/** What is wrong with a URL, what the browser makes of it, and the remedy: three sentences per flaw. */
export function explainFlaw(
	flaw: Flaw,
	url: string,
): { readonly what: string; readonly why: string; readonly do: string } {
	switch (flaw.code) {
		case "undefined-in-url":
			return {
				what: `${flaw.name === "undefined" ? "A value" : flaw.name} is undefined where the socket URL is put together.`,
				why: url.includes("://")
					? `The text "undefined" becomes part of ${url}, and nothing says so before the dial fails.`
					: `The text "undefined" becomes part of ${url}; without a scheme in front no error is thrown, the browser dials a path below the page and hangs.`,
				do: `Give ${flaw.name === "undefined" ? "it" : flaw.name} a value, or stop before the socket is opened.`,
			};
		case "empty-host":
			return {
				what: `The socket URL ${url} has no host.`,
				why: "The browser takes the first part of the path for the host, or throws a SyntaxError.",
				do: "Put the host in, or use location.host.",
			};
		case "double-scheme":
			return {
				what: `The socket URL ${url} has two schemes.`,
				why: 'The browser takes the second scheme for a host name ("http", "ws") and cannot resolve it: net::ERR_NAME_NOT_RESOLVED.',
				do: "Leave the scheme to one of the two parts.",
			};
		case "href-in-url":
			return {
				what: `The whole page address is put into the socket URL ${url}.`,
				why: 'location.href and location.origin carry a scheme of their own; after ws:// the host is read as "http".',
				do: "Use location.host, which is host and port alone.",
			};
		case "fragment":
			return {
				what: `The socket URL ${url} has a fragment.`,
				why: 'Every browser throws: "SyntaxError: The URL contains a fragment identifier". Even a bare # is refused.',
				do: "Cut everything from # on, or encode the sign as %23.",
			};
		case "bad-port":
			return {
				what: `${flaw.port} is no port a browser dials.`,
				why: "Ports above 65535 are a SyntaxError; port 0 and the ports of the Fetch bad-port list end with net::ERR_UNSAFE_PORT.",
				do: "Use another port.",
			};
		case "second-port":
			return {
				what: `A port is put behind ${flaw.host}, which has one already.`,
				why: "With two ports the text is no URL: the constructor throws a SyntaxError, and Socket.IO dials the first of them. location.host carries the port of the page wherever that is not 80 or 443, as on every dev server.",
				do: "Use location.hostname where a port follows.",
			};
		case "missing-scheme":
			return {
				what: `The socket URL ${url} has a host and no scheme.`,
				why: `"${flaw.host}:" is read as a scheme ("The URL's scheme must be either 'http', 'https', 'ws', or 'wss'"), or the whole is read as a path below the page and hangs.`,
				do: "Put ws:// or wss:// in front.",
			};
		case "stray-quote":
			return {
				what: `The socket URL ${url} has a quote in it.`,
				why: "With the quote it is no absolute URL; the browser resolves it against the page, throws nothing and hangs.",
				do: "Remove the quote.",
			};
		case "unexpanded-template":
			return {
				what: `The socket URL ${url} still has a \${…} in it.`,
				why: "A plain string does not expand it; the browser resolves the text against the page, throws nothing and hangs.",
				do: "Use a template literal (backticks).",
			};
		case "unspecified-host":
			return {
				what: "0.0.0.0 is an address to listen on, not to dial.",
				why: 'Firefox closes with 1006, WebKit prints "WebSocket address 0.0.0.0 blocked"; Chromium happens to open it.',
				do: "Dial localhost in development and the page's own host elsewhere.",
			};
		case "bad-scheme":
			return {
				what: `${flaw.scheme}: is no scheme for a socket.`,
				why: "The constructor throws: \"The URL's scheme must be either 'http', 'https', 'ws', or 'wss'\".",
				do: "Use ws:// or wss://.",
			};
		case "whitespace":
			return {
				what: "The socket URL has white space in it.",
				why: "Inside the host it is a SyntaxError; inside the path it is sent as %20, which no route matches.",
				do: "Remove it.",
			};
	}
}
