import type { Method, Operation } from "./operation.ts";

type Compiled = { operation: Operation; pattern: RegExp; names: string[]; greedy: boolean };

/** Parameters that may hold slashes, written plain or as %2F. */
const GREEDY = new Set(["path", "ref", "basehead", "branch"]);
const NUMERIC = /(_id|_number)$/;
/** A workflow is named by its file, an OAuth client by letters. */
const TEXTUAL = new Set(["installation_id", "workflow_id", "client_id"]);

function compile(operation: Operation): Compiled {
  const names: string[] = [];
  let greedy = false;
  const source = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    if (GREEDY.has(name)) {
      greedy = true;
      // A directory listing of the root, and all refs, come with an empty last part.
      return name === "path" || operation.path.includes("matching-refs") ? "(.*)" : "(.+)";
    }
    return NUMERIC.test(name) && !TEXTUAL.has(name) ? "(\\d+)" : "([^/]+)";
  });
  const rooted = operation.path.endsWith("/contents/{path}") ? source.replace("/(.*)", "(?:/(.*))?") : source;
  return { operation, pattern: new RegExp(`^${rooted}/?$`), names, greedy };
}

/** A matcher of method and path (undecoded, without `/api/v3`); parameters come decoded. */
export function compileOperations(operations: Operation[]) {
  // What ends in a fixed word must be tried before what swallows slashes.
  const rank = (one: Compiled) => (one.greedy ? (one.operation.path.endsWith("}") ? 2 : 1) : 0);
  const compiled = operations.map(compile).sort((a, b) => rank(a) - rank(b));
  const byMethod = new Map<string, Compiled[]>();
  for (const one of compiled) {
    const known = byMethod.get(one.operation.method) ?? [];
    known.push(one);
    byMethod.set(one.operation.method, known);
  }
  return (method: Method | string, path: string) => {
    for (const { operation, pattern, names } of byMethod.get(method === "HEAD" ? "GET" : method) ?? []) {
      const match = pattern.exec(path);
      if (!match) continue;
      const params: Record<string, string> = {};
      try {
        names.forEach((name, index) => {
          params[name] = decodeURIComponent(match[index + 1] ?? "");
        });
      } catch {
        return null;
      }
      return { operation, params };
    }
    return null;
  };
}
