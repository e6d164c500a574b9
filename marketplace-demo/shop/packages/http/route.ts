import { fileURLToPath } from "node:url";
import { getCallSites } from "node:util";
import { context, trace } from "@opentelemetry/api";
import { getRPCMetadata, RPCType } from "@opentelemetry/core";
import type { Context } from "hono";

export type Handler = (c: Context) => Response | Promise<Response>;
export type Route = { method: "GET" | "POST"; path: string; handle: Handler };

/**
 * A route whose requests carry its pattern and the place of its handler in their telemetry. Name the handler:
 * its name is what a trace shows.
 */
export function route(method: Route["method"], path: string, handler: Handler): Route {
  const caller = getCallSites(2)[1];
  const script = caller?.scriptName ?? "";
  const attributes = {
    "code.function.name": handler.name,
    "code.file.path": script.startsWith("file:") ? fileURLToPath(script) : script,
    "code.line.number": caller?.lineNumber ?? 0,
  };
  const handle: Handler = (c) => {
    trace.getActiveSpan()?.setAttributes(attributes);
    const metadata = getRPCMetadata(context.active());
    if (metadata?.type === RPCType.HTTP) metadata.route = path;
    return handler(c);
  };
  return { method, path, handle };
}
