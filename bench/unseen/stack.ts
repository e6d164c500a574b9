import type { Language } from "./scenario.ts";

export interface Frame {
  file: string;
  line: number;
  fn: string;
}

const base = (path: string) => path.split("/").pop()!;

/** The Java or Kotlin class of a path, and of a `Class.method` the parts. */
function jvm({ file, fn }: Frame): string {
  const inside = file.replace(/^.*?src\/main\/(java|kotlin|scala)\//, "").replace(/\.(java|kt|scala)$/, "");
  const method = fn.includes(".") ? fn.split(".").pop()! : fn;
  return `${inside.replaceAll("/", ".")}.${method}`;
}

/** Frames that every process of the language has beneath the application's own. */
const beneath: Record<Language, string[]> = {
  typescript: [
    "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
    "    at async Layer.handleRequest (/app/node_modules/router/lib/layer.js:152:17)",
  ],
  python: [
    '  File "/usr/local/lib/python3.12/site-packages/starlette/routing.py", line 73, in app',
    "    response = await f(request)",
  ],
  go: ["net/http.HandlerFunc.ServeHTTP(...)\n\t/usr/local/go/src/net/http/server.go:2294"],
  java: [
    "\tat org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:885)",
    "\tat java.base/java.lang.Thread.run(Thread.java:1583)",
  ],
  kotlin: [
    "\tat kotlinx.coroutines.DispatchedTask.run(DispatchedTask.kt:104)",
    "\tat java.base/java.lang.Thread.run(Thread.java:1583)",
  ],
  ruby: [
    "/usr/local/bundle/gems/actionpack-7.2.2/lib/action_controller/metal/basic_implicit_render.rb:8:in 'send_action'",
    "/usr/local/bundle/gems/rack-3.1.8/lib/rack/runtime.rb:24:in 'call'",
  ],
  csharp: [
    "   at Microsoft.AspNetCore.Routing.EndpointMiddleware.<Invoke>g__AwaitRequestTask|7_0(Endpoint endpoint)",
  ],
  php: ["#8 /var/www/vendor/laravel/framework/src/Illuminate/Routing/Router.php(807)", "#9 {main}"],
  rust: ["  18: tokio::runtime::task::core::Core<T,S>::poll"],
  elixir: [
    "    (phoenix 1.7.18) lib/phoenix/router.ex:484: Phoenix.Router.__call__/5",
    "    (bandit 1.6.1) lib/bandit/pipeline.ex:127: Bandit.Pipeline.call_plug!/2",
  ],
  scala: [
    "\tat cats.effect.IOFiber.runLoop(IOFiber.scala:1093)",
    "\tat cats.effect.unsafe.WorkerThread.run(WorkerThread.scala:780)",
  ],
  cpp: [
    " 7# boost::asio::detail::scheduler::run(boost::system::error_code&) in /srv/bin/server",
    " 8# clone3 in /lib/x86_64-linux-gnu/libc.so.6",
  ],
};

/** A stack trace as the language prints it; frames innermost first. */
export function stackTrace(language: Language, type: string, message: string, frames: Frame[]): string {
  const head = `${type}: ${message}`;
  const rest = beneath[language];
  switch (language) {
    case "typescript":
      return [
        head,
        ...frames.map((f) => `    at ${f.fn} (/app/${f.file}:${f.line}:${11 + (f.line % 23)})`),
        ...rest,
      ].join("\n");
    case "python":
      return [
        "Traceback (most recent call last):",
        ...rest,
        ...[...frames].reverse().map((f) => `  File "/srv/${f.file}", line ${f.line}, in ${f.fn}`),
        head,
      ].join("\n");
    case "go":
      return [
        `${type === "panic" ? "panic: " : ""}${message}`,
        "",
        "goroutine 4187 [running]:",
        ...frames.map((f) => `${f.fn}(...)\n\t/src/${f.file}:${f.line} +0x1d4`),
        ...rest,
      ].join("\n");
    case "java":
    case "scala":
    case "kotlin":
      return [head, ...frames.map((f) => `\tat ${jvm(f)}(${base(f.file)}:${f.line})`), ...rest].join("\n");
    // Paths are relative to the application of the umbrella project that the module belongs to.
    case "elixir":
      return [
        `** (${type.replace(/^Elixir\./, "")}) ${message}`,
        ...frames.map((f) => {
          const inside = /^.*?([\w-]+)\/(lib\/.*)$/.exec(f.file);
          return `    (${inside?.[1] ?? "app"} 0.1.0) ${inside?.[2] ?? f.file}:${f.line}: ${f.fn}`;
        }),
        ...rest,
      ].join("\n");
    case "cpp":
      return [head, ...frames.map((f, i) => ` ${i}# ${f.fn} at /build/${f.file}:${f.line}`), ...rest].join(
        "\n",
      );
    case "ruby":
      return [
        `/rails/${frames[0]?.file ?? "config.ru"}:${frames[0]?.line ?? 1}:in '${frames[0]?.fn ?? "call"}': ${message} (${type})`,
        ...frames.slice(1).map((f) => `/rails/${f.file}:${f.line}:in '${f.fn}'`),
        ...rest,
      ].join("\n");
    case "csharp":
      return [head, ...frames.map((f) => `   at ${f.fn}() in /src/${f.file}:line ${f.line}`), ...rest].join(
        "\n",
      );
    case "php":
      return [
        `${head} in /var/www/${frames[0]?.file ?? "public/index.php"}:${frames[0]?.line ?? 1}`,
        "Stack trace:",
        ...frames.map((f, i) => `#${i} /var/www/${f.file}(${f.line}): ${f.fn}()`),
        ...rest,
      ].join("\n");
    case "rust":
      return [
        `thread 'tokio-runtime-worker' panicked at ${frames[0]?.file ?? "src/main.rs"}:${frames[0]?.line ?? 1}:17:`,
        message,
        "stack backtrace:",
        ...frames.map((f, i) => `   ${i + 3}: ${f.fn}\n             at ./${f.file}:${f.line}:17`),
        ...rest,
      ].join("\n");
  }
}
