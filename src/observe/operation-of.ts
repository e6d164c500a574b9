import type { Attributes } from "../contracts/telemetry.ts";
import { sanitise } from "../safety/sanitise.ts";
import { attributeText } from "./attribute-text.ts";

const METHOD = /^[A-Z]{3,7}$/;
const METHOD_AND_PATH = /^([A-Z]{3,7}) (\S.*)$/;
/** `package.Service/Method`, which HTTP instrumentations see as a path. */
const RPC = /^(?:POST )?\/?((?:[A-Za-z_]\w*\.)+[A-Za-z_]\w*\/[A-Za-z_]\w*)$/;
const SQL = /^\s*(?:select|insert|update|delete|with)\s/i;
const LONGEST = 600;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Outside of paths: what no word holds. After a colon it is a port. */
const ID_WORD = /(?<!:)\b(?:[0-9a-f]{16,}|\d{4,})\b/gi;

const known = new Map<string, string>();
const byRoute = new Map<string, Map<string, string>>();

/**
 * The operation that an entry serves, by one name for its span, its metric and its alert:
 *
 * - `METHOD route` of an HTTP request whose route is known, whatever the span's name (`GET`, `HTTP GET`, `/quotes/{id}`,
 *   `QuotesController#show`), as that is all that its metric has
 *   (https://opentelemetry.io/docs/specs/semconv/http/http-spans/#name);
 * - `package.Service/Method` of an RPC, however it is spelled; `query Name` of a named GraphQL operation, as one route
 *   serves them all; `process destination` of a message;
 * - else the name. An empty one is made of what else there is: a metric has none.
 *
 * Inert text of at most 300 characters. Ids, hashes, addresses, numbers and literals in it are folded, so that one
 * operation stays one.
 */
export function operationOf(entry: { name: string; attributes: Attributes }): string {
  const { name, attributes } = entry;
  const graphql = attributeText(attributes, "graphql.operation.name");
  if (graphql !== undefined) {
    return folded(`${attributeText(attributes, "graphql.operation.type") ?? "query"} ${graphql}`);
  }
  const route = attributeText(attributes, "http.route");
  if (route !== undefined) {
    const method = methodOf(name, attributes);
    if (method !== undefined) return ofRoute(method, route);
  }
  if (Object.hasOwn(attributes, "messaging.destination.name")) {
    const destination = destinationOf(attributes);
    if (destination !== undefined) return folded(destination);
  }
  const isPlain =
    name !== "" &&
    !name.startsWith("/") &&
    !name.startsWith("HTTP ") &&
    !Object.hasOwn(attributes, "rpc.method");
  return folded(isPlain ? name : named(name, attributes));
}

/** Joining the two and hashing the result for each request would cost more than everything else here. */
function ofRoute(method: string, route: string): string {
  let operations = byRoute.get(route);
  if (!operations) {
    if (byRoute.size >= 2000) byRoute.clear();
    operations = new Map();
    if (route.length <= LONGEST) byRoute.set(route, operations);
  }
  let operation = operations.get(method);
  if (operation === undefined) {
    operation = folded(`${method} ${route}`);
    if (operations.size < 20 && method.length <= LONGEST) operations.set(method, operation);
  }
  return operation;
}

function methodOf(name: string, attributes: Attributes): string | undefined {
  const said = attributeText(attributes, "http.request.method", "http.method");
  if (said !== undefined && said !== "_OTHER") return METHOD.test(said) ? said : said.toUpperCase();
  const bare = name.startsWith("HTTP ") ? name.slice(5) : name;
  return METHOD.test(bare) ? bare : METHOD_AND_PATH.exec(bare)?.[1];
}

function destinationOf(attributes: Attributes): string | undefined {
  const unnamed = ["messaging.destination.temporary", "messaging.destination.anonymous"].some(
    (key) => Object.hasOwn(attributes, key) && attributes[key] === true,
  );
  const destination = unnamed
    ? "(temporary)"
    : attributeText(attributes, "messaging.destination.template", "messaging.destination.name");
  const did =
    attributeText(
      attributes,
      "messaging.operation.name",
      "messaging.operation.type",
      "messaging.operation",
    ) ?? "process";
  return destination === undefined ? undefined : `${did} ${destination}`;
}

/** What the entry is called where its attributes do not name its operation. */
function named(name: string, attributes: Attributes): string {
  const service = attributeText(attributes, "rpc.service");
  const called = attributeText(attributes, "rpc.method");
  if (called?.includes("/") && !RPC.test(name)) return called;
  if (service !== undefined && called !== undefined && !RPC.test(name)) return `${service}/${called}`;
  if (name.startsWith("HTTP ") && METHOD.test(name.slice(5))) return name.slice(5);
  const method = attributeText(attributes, "http.request.method", "http.method");
  if (method === undefined || method === "_OTHER") return name;
  if (name === "") return method;
  return name.startsWith("/") && !RPC.test(name) ? `${method.toUpperCase()} ${name}` : name;
}

function folded(name: string): string {
  let operation = known.get(name);
  if (operation === undefined) {
    operation = sanitise(fold(name.slice(0, LONGEST)), 300).trim() || "unnamed";
    if (known.size >= 5000) known.clear();
    if (name.length <= LONGEST) known.set(name, operation);
  }
  return operation;
}

function fold(name: string): string {
  const rpc = RPC.exec(name)?.[1];
  if (rpc !== undefined) return rpc;
  if (SQL.test(name)) return name.replace(/'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b/g, "?");
  const parts = METHOD_AND_PATH.exec(name);
  const verb = parts ? `${parts[1]} ` : "";
  let path = (parts?.[2] ?? name).replace(/^https?:\/\/[^/?#\s]+/, "");
  if (verb !== "" && path === "") path = "/";
  if (path.startsWith("/")) path = path.replace(/[?#].*$/, "");
  return (verb + path.replace(UUID, "{id}").split("/").map(segment).join("/")).replace(ID_WORD, "{id}");
}

/** A segment of a path that is some thing's own name becomes `{id}`. A version (`v2`) or a word with a digit or two stays. */
function segment(text: string, position: number): string {
  if (position === 0 || /[{}<>*]|^:/.test(text)) return text;
  const digits = text.replace(/\D/g, "").length;
  if (digits === 0) return /^[0-9a-f]{16,}$/i.test(text) || text.includes("@") ? "{id}" : text;
  const isId =
    digits === text.length ||
    digits >= 4 ||
    text.includes("@") ||
    /^(?=.*[a-f])[0-9a-f]{8,}$/i.test(text) ||
    /^[\w-]{24,}$/.test(text);
  return isId ? "{id}" : text;
}
