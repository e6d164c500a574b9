import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FailureLog } from "../../../src/observe/failures/failure-log.ts";
import { mergeMoved } from "../../../src/observe/failures/merge-moved.ts";
import { parseStack } from "../../../src/observe/failures/parse-stack.ts";

/** The first frame of the program's own, which is what everything is matched by, and how many frames there are. */
function own(stack: string): string {
  const frame = parseStack(stack).find((one) => one.inApp);
  return frame ? `${frame.path}:${frame.line} ${frame.function ?? ""}`.trim() : "none";
}

const JAVA = `jakarta.servlet.ServletException: Request processing failed: com.fernhill.quotes.PriceException: no price
	at org.springframework.web.servlet.FrameworkServlet.processRequest(FrameworkServlet.java:1022)
	at com.fernhill.quotes.web.QuoteController.create(QuoteController.java:48)
	at java.base/java.lang.Thread.run(Thread.java:1583)
	Suppressed: java.io.IOException: close
		at com.fernhill.quotes.Leaky.close(Leaky.java:9)
Caused by: com.fernhill.quotes.PriceException: no price
	at com.fernhill.quotes.Pricing.price(Pricing.java:77)
	at com.fernhill.quotes.web.QuoteController.create(QuoteController.java:46)
	... 31 more
Caused by: java.lang.NullPointerException: Cannot invoke "Tariff.rate()" because "tariff" is null
	at com.fernhill.quotes.Rates.lambda$of$3(Rates.java:31) ~[classes!/:na]
	at app//com.fernhill.quotes.Rates.of(Rates.java:19)
	... 33 more`;

const PYTHON = `Traceback (most recent call last):
  File "/app/quotes/rates.py", line 12, in rate_of
    return table[age]
           ~~~~~^^^^^
KeyError: 17

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/usr/local/lib/python3.12/site-packages/flask/app.py", line 880, in full_dispatch_request
    rv = self.dispatch_request()
  File "/app/quotes/web.py", line 40, in quote
    raise PriceError("no price") from error
quotes.errors.PriceError: no price`;

const GO = `panic: runtime error: index out of range [3] with length 3 [recovered]

goroutine 34 [running]:
runtime/debug.Stack()
	/usr/local/go/src/runtime/debug/stack.go:26 +0x5e
github.com/fernhill/shop/web.recoverer.func1()
	/src/web/recover.go:18 +0x8c
panic({0x7c2a40?, 0xc0000182b8?})
	/usr/local/go/src/runtime/panic.go:785 +0x132
github.com/fernhill/shop/quotes.(*Rates).Of(...)
	/src/quotes/rates.go:31
github.com/fernhill/shop/quotes.Handler.ServeHTTP({0xc00011e000}, {0x8a1, 0xc0001})
	/src/quotes/handler.go:22 +0x1f9
github.com/go-chi/chi/v5.(*Mux).routeHTTP(0xc0000b4000)
	/go/pkg/mod/github.com/go-chi/chi/v5@v5.1.0/mux.go:459 +0x219
net/http.(*conn).serve(0xc000128000, {0x9b2, 0xc})
	/usr/local/go/src/net/http/server.go:2092 +0x5d0
created by net/http.(*Server).Serve in goroutine 1
	/usr/local/go/src/net/http/server.go:3360 +0x485

goroutine 1 [IO wait]:
github.com/fernhill/shop/other.Elsewhere()
	/src/other/elsewhere.go:1 +0x1`;

const PKG_ERRORS = `no rate for 17
github.com/fernhill/shop/quotes.rateOf
	/src/quotes/rates.go:14
github.com/fernhill/shop/quotes.Price
	/src/quotes/price.go:9
runtime.main
	/usr/local/go/src/runtime/proc.go:272
runtime.goexit
	/usr/local/go/src/runtime/asm_amd64.s:1700
price
github.com/fernhill/shop/web.Quote
	/src/web/quote.go:33
runtime.goexit
	/usr/local/go/src/runtime/asm_amd64.s:1700`;

const DOTNET = `Fernhill.Quotes.PriceException: No price
 ---> System.Collections.Generic.KeyNotFoundException: The given key '17' was not present in the dictionary.
   at System.Collections.Generic.Dictionary\`2.get_Item(TKey key)
   at Fernhill.Quotes.Rates.Of(Int32 age) in /src/Quotes/Rates.cs:line 31
   --- End of inner exception stack trace ---
   at Fernhill.Quotes.Pricing.Price(Offer offer) in /src/Quotes/Pricing.cs:line 18
   at Microsoft.AspNetCore.Routing.EndpointMiddleware.Invoke(HttpContext httpContext) in /_/src/Http/Routing/src/EndpointMiddleware.cs:line 70`;

const RUBY = `/app/app/models/rate.rb:12:in 'Rate.of': key not found: 17 (KeyError)
	from /usr/local/bundle/gems/activesupport-7.1.3/lib/active_support/callbacks.rb:121:in 'run_callbacks'
	from /app/app/controllers/quotes_controller.rb:8:in 'QuotesController#create'`;

const RUBY_OLD = `/usr/local/lib/ruby/3.2.0/json/common.rb:216:in \`parse'
/app/lib/tariff.rb:44:in \`block in load'
/app/app/services/pricing.rb:9:in \`price'`;

const PHP = `OutOfBoundsException: no rate for 17 in /var/www/app/src/Rates.php:31
Stack trace:
#0 /var/www/app/src/Pricing.php(18): App\\Rates->of(17)
#1 /var/www/app/vendor/symfony/http-kernel/HttpKernel.php(181): App\\Controller\\Quotes->create(Object(Request))
#2 [internal function]: call_user_func_array()
#3 {main}

Next App\\PriceException: no price in /var/www/app/src/Pricing.php:21
Stack trace:
#0 /var/www/app/src/Controller/Quotes.php(40): App\\Pricing->price(Object(App\\Offer))
#1 {main}`;

const RUST = `thread 'tokio-runtime-worker' panicked at src/rates.rs:31:14:
called \`Option::unwrap()\` on a \`None\` value
stack backtrace:
   0: rust_begin_unwind
             at /rustc/90b35a6239c3d8bdabc530a6a0816f7ff89a0aaf/library/std/src/panicking.rs:665:5
   1: core::panicking::panic_fmt
             at /rustc/90b35a6239c3d8bdabc530a6a0816f7ff89a0aaf/library/core/src/panicking.rs:74:14
   2: shop::rates::rate_of::h0123456789abcdef
             at ./src/rates.rs:31:14
   3: <axum::handler::Layered<L> as Handler>::call
             at /home/build/.cargo/registry/src/index-6f17d22bba15001f/axum-0.7.5/src/handler/mod.rs:304:9`;

const NODE = `Error: no price
    at price (/srv/shop/services/quotes/price.ts:9:11)
    at async dispatch (/srv/shop/node_modules/hono/dist/compose.js:22:17) {
  [cause]: TypeError: Cannot read properties of undefined (reading 'rate')
      at rateOf (file:///srv/shop/services/quotes/rates.ts:31:22)
      at price (/srv/shop/services/quotes/price.ts:7:5)
}`;

describe("the innermost cause's own frame", () => {
  it.each([
    ["Java's last cause", JAVA, "com/fernhill/quotes/Rates.java:31 com.fernhill.quotes.Rates.lambda$of$3"],
    ["Python's first exception", PYTHON, "/app/quotes/rates.py:12 rate_of"],
    [
      "a Go panic, below what recovered it",
      GO,
      "/src/quotes/rates.go:31 github.com/fernhill/shop/quotes.(*Rates).Of",
    ],
    ["pkg/errors' first stack", PKG_ERRORS, "/src/quotes/rates.go:14 github.com/fernhill/shop/quotes.rateOf"],
    [".NET's inner exception", DOTNET, "/src/Quotes/Rates.cs:31 Fernhill.Quotes.Rates.Of"],
    ["Ruby's full message", RUBY, "/app/app/models/rate.rb:12 Rate.of"],
    ["Ruby's older backtrace", RUBY_OLD, "/app/lib/tariff.rb:44 block in load"],
    ["PHP's head", PHP, "/var/www/app/src/Rates.php:31 App\\Rates->of"],
    ["a Rust panic", RUST, "src/rates.rs:31 shop::rates::rate_of"],
    ["V8's cause", NODE, "/srv/shop/services/quotes/rates.ts:31 rateOf"],
  ])("is %s", (_, stack, expected) => {
    expect(own(stack)).toBe(expected);
  });

  it.each([
    [
      "Java",
      JAVA,
      ["Rates.java", "Rates.java", "Pricing.java", "QuoteController.java", "QuoteController.java"],
    ],
    ["Python", PYTHON, ["rates.py", "web.py"]],
    ["Go", GO, ["rates.go", "handler.go"]],
    ["pkg/errors", PKG_ERRORS, ["rates.go", "price.go", "quote.go"]],
    [".NET", DOTNET, ["Rates.cs", "Pricing.cs"]],
    ["Ruby", RUBY, ["rate.rb", "quotes_controller.rb"]],
    ["PHP", PHP, ["Rates.php", "Pricing.php", "Pricing.php", "Quotes.php"]],
    ["Rust", RUST, ["rates.rs"]],
    ["V8", NODE, ["rates.ts", "price.ts", "price.ts"]],
  ])("is followed by the rest of the program's own, none of the runtime's, in %s", (_, stack, files) => {
    const mine = parseStack(stack).filter((frame) => frame.inApp);
    expect(mine.map((frame) => frame.path.split("/").at(-1))).toEqual(files);
  });

  it("is found in the lines of OpenTelemetry's SDK for PHP, which writes as Java does", () => {
    expect(
      own(
        "LogicException: no\n\tat App.Rates.of(Rates.php:31)\n\tat App.Pricing.price(Pricing.php:18)\n\tat {main}(index.php:3)",
      ),
    ).toBe("App/Rates.php:31 App.Rates.of");
  });

  it("is found in Go built with trimmed paths", () => {
    const stack = `goroutine 1 [running]:
panic({0x1, 0x2})
	runtime/panic.go:785 +0x132
example.com/shop/quotes.Of(0x1)
	example.com/shop/quotes/rates.go:31 +0x12
net/http.HandlerFunc.ServeHTTP(0x1)
	net/http/server.go:2220 +0x29`;
    expect(parseStack(stack).filter((frame) => frame.inApp)).toMatchObject([
      { path: "example.com/shop/quotes/rates.go", line: 31 },
    ]);
  });
});

it("hostile stacks take no time", () => {
  const line = fc.oneof(
    fc.constantFrom(
      "at ",
      "  at a (",
      "#0 ",
      "from ",
      "\tat ",
      'File "',
      "goroutine 1",
      "   0: ",
      " in ",
      ".rb:1:in `",
      ".php(1): ",
      ": (A",
    ),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.nat(200), (parts, times) => {
      const stack = `${parts.join("").repeat(times).slice(0, 990)}\n`.repeat(40);
      expect(parseStack(stack).length).toBeLessThanOrEqual(30);
    }),
    { numRuns: 200 },
  );
});

describe("signatures", () => {
  const at = (revision: string, atMs: number, traceId = `${atMs}`) => ({
    atMs,
    traceId,
    scope: "o/r",
    operation: null,
    revision,
  });
  const stack = (line: number, fn = "rateOf") => `Error: x\n    at ${fn} (/srv/quotes/rates.ts:${line}:1)`;

  it("count an exception once that both a span and a log record tell of", () => {
    const log = new FailureLog();
    log.add({ type: "KeyError", message: "17", stack: stack(3) }, at("a", 1, "t1"));
    log.add({ type: "KeyError", message: "17" }, at("a", 2, "t1"));
    log.add({ type: "KeyError", message: "18" }, at("a", 3, "t2"));
    expect(log.groups().map((group) => group.occurrences.length)).toEqual([1, 1]);
  });

  it("are the same on another line of the same function of another revision, and others on the same one", () => {
    const log = new FailureLog();
    log.add({ type: "Error", message: "x", stack: stack(10) }, at("old", 1));
    log.add({ type: "Error", message: "x", stack: stack(14) }, at("new", 2));
    const [moved, ...others] = mergeMoved(log.groups());
    expect(others).toEqual([]);
    expect(moved?.occurrences).toHaveLength(2);
    expect(moved?.signature.frames[0]?.line).toBe(14);
    log.add({ type: "Error", message: "x", stack: stack(20) }, at("new", 3));
    expect(mergeMoved(log.groups()).map((group) => group.signature.frames[0]?.line)).toEqual([14, 20]);
  });
});
