import type { Language, Operation, Service } from "../definition.ts";
import type { Step } from "./parse-step.ts";

type Values = Record<string, string | number | undefined>;

export interface Named {
  name: string;
  /** OTLP's number. */
  kind: number;
  attributes: Values;
}

const HTTP = /^(GET|POST|PUT|PATCH|DELETE) (\/\S*)$/;
const RPC = /^((?:\w+\.)+\w+)\/(\w+)$/;

/** The span of an operation's entry, as instrumentations of that age write it. */
export function entrySpan(
  service: Service,
  name: string,
  operation: Operation,
  status: number,
  id: string,
): Named {
  const http = HTTP.exec(name);
  const old = service.semconv === "old";
  if (operation.kind === "timer")
    return { name, kind: 2, attributes: { "faas.trigger": "timer", "faas.invocation_id": id } };
  if (http) {
    const [, method = "", route = ""] = http;
    const path = route.replace(
      /\{[^}]+\}|:\w+/g,
      String(1000 + (Number.parseInt(id.slice(0, 4), 16) % 9000)),
    );
    return {
      name,
      kind: 2,
      attributes: old
        ? {
            "http.method": method,
            "http.route": route,
            "http.target": path,
            "http.status_code": status,
            "http.scheme": "http",
          }
        : {
            "http.request.method": method,
            "http.route": route,
            "url.path": path,
            "url.scheme": "http",
            "http.response.status_code": status,
            "error.type": status >= 500 ? String(status) : undefined,
          },
    };
  }
  const rpc = RPC.exec(name);
  if (rpc) {
    const code = status < 400 ? 0 : status === 504 ? 4 : status === 503 ? 14 : status < 500 ? 3 : 13;
    return {
      name,
      kind: 2,
      attributes: {
        "rpc.system": "grpc",
        "rpc.service": rpc[1],
        "rpc.method": rpc[2],
        "rpc.grpc.status_code": code,
      },
    };
  }
  const queue = name.split(" ").at(-1) ?? name;
  return {
    name,
    kind: 5,
    attributes: {
      "messaging.system": "rabbitmq",
      "messaging.destination.name": queue,
      [old ? "messaging.operation" : "messaging.operation.type"]: "process",
      "messaging.message.id": id,
    },
  };
}

/** The span that a client makes of a step. */
export function stepSpan(
  language: Language,
  semconv: Service["semconv"],
  step: Step,
  status: number | null,
): Named {
  const old = semconv === "old";
  switch (step.kind) {
    case "sql": {
      const verb = step.what.trim().split(/\s+/)[0]?.toUpperCase() ?? "QUERY";
      const system = /^(mysql|mssql|mongodb)/.exec(step.to)?.[1] ?? "postgresql";
      const base = step.to.replace(/^(?:mysql|mssql|mongodb):/, "");
      return {
        name: language === "java" ? `${verb} ${base}` : verb,
        kind: 3,
        attributes: old
          ? { "db.system": system, "db.name": base, "db.statement": step.what, "net.peer.name": `${base}-db` }
          : {
              "db.system.name": system,
              "db.namespace": base,
              "db.query.text": step.what,
              "server.address": `${base}-db`,
            },
      };
    }
    case "redis":
      return {
        name: step.what.split(" ")[0] ?? "GET",
        kind: 3,
        attributes: old
          ? { "db.system": "redis", "db.statement": step.what, "net.peer.name": "redis" }
          : { "db.system.name": "redis", "db.query.text": step.what, "server.address": "redis" },
      };
    case "publish":
      return {
        name: `publish ${step.to}`,
        kind: 4,
        attributes: { "messaging.system": "rabbitmq", "messaging.destination.name": step.to },
      };
    case "work":
      return { name: step.what, kind: 1, attributes: {} };
    default: {
      const rpc = RPC.exec(step.what);
      if (rpc)
        return {
          name: step.what,
          kind: 3,
          attributes: {
            "rpc.system": "grpc",
            "rpc.service": rpc[1],
            "rpc.method": rpc[2],
            "rpc.grpc.status_code":
              status === null ? 14 : status < 400 ? 0 : status === 504 ? 4 : status < 500 ? 3 : 13,
            "server.address": step.to,
          },
        };
      const [method = "GET", path = "/"] = step.what.split(" ");
      const url = `http${step.kind === "http" ? "s" : ""}://${step.to}${path}`;
      return {
        name: old ? `HTTP ${method}` : method,
        kind: 3,
        attributes: old
          ? {
              "http.method": method,
              "http.url": url,
              "net.peer.name": step.to,
              "http.status_code": status ?? undefined,
            }
          : {
              "http.request.method": method,
              "url.full": url,
              "server.address": step.to,
              "http.response.status_code": status ?? undefined,
            },
      };
    }
  }
}
