import type { Language } from "../definition.ts";

/** A frame of our own code. */
export interface CodeFrame {
  /** As the process sees it. */
  path: string;
  line: number;
  in: string;
}

/** What stands around our own frames in each runtime, nearest to ours first. */
const AROUND: Readonly<Record<Language, readonly string[]>> = {
  node: [
    "    at Layer.handle [as handle_request] (/app/node_modules/express/lib/router/layer.js:95:5)",
    "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
  ],
  python: [
    '  File "/usr/local/lib/python3.12/site-packages/starlette/routing.py", line 73, in app\n    response = await f(request)',
    '  File "/usr/local/lib/python3.12/site-packages/uvicorn/protocols/http/httptools_impl.py", line 409, in run_asgi\n    result = await app(',
  ],
  go: [
    "net/http.HandlerFunc.ServeHTTP(0xc0000b2d80?, {0x7f12a8?, 0xc000436000?}, 0x0?)\n\t/usr/local/go/src/net/http/server.go:2171 +0x29",
    "net/http.(*conn).serve(0xc000420000, {0x7f12d0, 0xc000132a50})\n\t/usr/local/go/src/net/http/server.go:2009 +0x5f4",
  ],
  java: [
    "\tat org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:255)",
    "\tat org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089)",
    "\tat java.base/java.lang.Thread.run(Thread.java:1583)",
  ],
  ruby: [
    "/usr/local/bundle/gems/actionpack-7.1.3/lib/action_controller/metal/basic_implicit_render.rb:6:in `send_action'",
    "/usr/local/bundle/gems/puma-6.4.2/lib/puma/server.rb:443:in `process_client'",
  ],
  dotnet: [
    "   at Microsoft.AspNetCore.Mvc.Infrastructure.ActionMethodExecutor.TaskOfIActionResultExecutor.Execute(ActionContext actionContext)",
    "   at Microsoft.AspNetCore.Routing.EndpointMiddleware.<Invoke>g__AwaitRequestTask|7_0(Endpoint endpoint, Task requestTask)",
  ],
  php: [
    "#FRAME /srv/app/vendor/symfony/http-kernel/HttpKernel.php(178): Symfony\\Component\\HttpKernel\\HttpKernel->handleRaw()",
    "#FRAME /srv/app/public/index.php(20): Symfony\\Component\\HttpKernel\\Kernel->handle()",
  ],
};

/** A stack trace as that runtime prints it. `frames` are innermost first. */
export function stackText(
  language: Language,
  type: string,
  message: string,
  frames: readonly CodeFrame[],
): string {
  const around = AROUND[language];
  const ours = frames.map((frame) => print(language, frame));
  switch (language) {
    case "python":
      return [
        "Traceback (most recent call last):",
        ...[...around].reverse(),
        ...[...ours].reverse(),
        `${type}: ${message}`,
      ].join("\n");
    case "go":
      return ["goroutine 4127 [running]:", ...ours, ...around].join("\n");
    case "ruby":
      return [
        ...ours.slice(0, 1).map((line) => `${line}: ${message} (${type})`),
        ...[...ours.slice(1), ...around].map((line) => `\tfrom ${line}`),
      ].join("\n");
    case "php": {
      const [first, ...rest] = frames;
      if (!first)
        return `${type}: ${message} in /srv/app/vendor/symfony/http-kernel/HttpKernel.php:178\nStack trace:\n#0 {main}`;
      const calls = rest.map(
        (frame, i) => `#${i} ${frame.path}(${frame.line}): ${(frames[i] as CodeFrame).in}()`,
      );
      const outside = around.map((line, i) => line.replace("#FRAME", `#${rest.length + i}`));
      return [
        `${type}: ${message} in ${first.path}:${first.line}`,
        "Stack trace:",
        ...calls,
        ...outside,
        `#${rest.length + outside.length} {main}`,
      ].join("\n");
    }
    default:
      return [`${type}: ${message}`, ...ours, ...around].join("\n");
  }
}

function print(language: Language, { path, line, in: name }: CodeFrame): string {
  const column = 5 + (line % 23);
  switch (language) {
    case "node":
      return `    at ${name} (${path}:${line}:${column})`;
    case "python":
      return `  File "${path}", line ${line}, in ${name}`;
    case "go":
      return `${name}(0xc00021e000, 0x1)\n\t${path}:${line} +0x${(0x1d + line).toString(16)}`;
    case "java":
      return `\tat ${name}(${path.split("/").at(-1)}:${line})`;
    case "ruby":
      return `${path}:${line}:in \`${name}'`;
    case "dotnet":
      return `   at ${name}() in ${path}:line ${line}`;
    case "php":
      return `${path}(${line}): ${name}()`;
  }
}
