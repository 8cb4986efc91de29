import { describe, expect, it } from "vitest";
import { asked, PYTHON } from "./asked.js";

const one = (source: string) => ({
	"app/main.py": `# uvicorn.run\n${source}\n`,
});

describe("Python values", () => {
	it.each([
		["f-string", "h = 'a'\nask(f'ws://{h}:{8000 + 1}/x')", ["ws://a:8001/x"]],
		["percent", "ask('ws://%s:%d' % ('a', 80))", ["ws://a:80"]],
		["format", "ask('ws://{}/{p}'.format('a', p='ws'))", ["ws://a/ws"]],
		[
			"os.getenv with default",
			"import os\nask(os.getenv('PORT', '8000'))",
			["{PORT} if env PORT set", "8000 if not env PORT set"],
		],
		[
			"int of environ.get",
			"import os\nask(int(os.environ.get('PORT', 8000)))",
			["{PORT} if env PORT set", "8000 if not env PORT set"],
		],
		[
			"or",
			"import os\nask(os.getenv('HOST') or 'h')",
			["{HOST} if env HOST set", "h if not env HOST set"],
		],
		["conditional expression", "ask('a' if True else 'b')", ["a"]],
		[
			"list joined",
			"xs = ['a']\nxs.append('b')\nxs += ['c']\nask(','.join(xs))",
			["a,b,c"],
		],
		[
			"split with strip",
			"ask(','.join([o.strip() for o in 'a , b'.split(',')]))",
			["a,b"],
		],
		[
			"dict get",
			"d = {'a': '1'}\nask(d.get('a', '2') + d.get('b', '3'))",
			["13"],
		],
		["function", "def f(x, y='b'):\n    return x + y\nask(f('a'))", ["ab"]],
		[
			"keyword argument",
			"def f(*, port=1):\n    return port\nask(f(port=2))",
			["2"],
		],
		[
			"early return",
			"def f(x):\n    if x:\n        return 'a'\n    return 'b'\nask(f(''))",
			["b"],
		],
		["class attribute", "class C:\n    PORT = 9\nask(C.PORT)", ["9"]],
		[
			"instance attribute",
			"class C:\n    def __init__(self, p):\n        self.p = p\nask(C('q').p)",
			["q"],
		],
		[
			"cached getter",
			"from functools import lru_cache\nclass S:\n    url = 'u'\n@lru_cache()\ndef get():\n    return S()\nask(get().url)",
			["u"],
		],
	])("%s", async (_title, source, expected) => {
		expect(await asked(one(source), PYTHON)).toEqual(expected);
	});

	it("follows imports, packages and re-exports", async () => {
		expect(
			await asked(
				{
					"app/__init__.py": "",
					"app/core/__init__.py": "from .config import settings\n",
					"app/core/config.py":
						"class Settings:\n    PORT = 8001\nsettings = Settings()\n",
					"app/main.py":
						"# uvicorn.run\nfrom app.core import settings\nask(settings.PORT)\n",
				},
				PYTHON,
			),
		).toEqual(["8001"]);
	});

	it("does not take a sibling file for a library of the same name", async () => {
		expect(
			await asked(
				{
					"app/__init__.py": "",
					"app/logging.py": "LEVEL = 'ours'\n",
					"app/main.py": "# uvicorn.run\nimport logging\nask(logging.LEVEL)\n",
				},
				PYTHON,
			),
		).toEqual(["{LEVEL}"]);
	});
});
