import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import addFormatsModule from "ajv-formats";

const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;
const require = createRequire(import.meta.url);

type Node = Record<string, unknown>;

/** OpenAPI 3.0's dialect as JSON Schema: `nullable` becomes a type, and what ajv cannot take goes. */
function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (value === null || typeof value !== "object") return value;
  const node: Node = {};
  for (const [key, child] of Object.entries(value as Node)) {
    if (
      ["example", "examples", "discriminator", "x-github", "externalDocs"].includes(key) &&
      !isProperty(value as Node, key)
    )
      continue;
    node[key] = toJsonSchema(child);
  }
  // One place says an account is a user *and* an enterprise, where its component says *or*.
  if (isUserAndEnterprise(node.allOf)) {
    node.anyOf = node.allOf;
    delete node.allOf;
  }
  // GitHub answers "" where it describes a URL whose default is "".
  if (node.format === "uri" && node.default === "") delete node.format;
  if (node.nullable !== true) return node;
  delete node.nullable;
  if (typeof node.type === "string" && !node.enum) return { ...node, type: [node.type, "null"] };
  return { anyOf: [node, { type: "null" }] };
}

function isUserAndEnterprise(all: unknown): boolean {
  const titles = Array.isArray(all) ? all.map((one: Node) => one.title) : [];
  return titles.includes("Simple User") && titles.includes("Enterprise");
}

/** A key of a map of properties (or components) is a name, not a keyword. */
function isProperty(parent: Node, key: string): boolean {
  const child = parent[key];
  return (
    typeof child === "object" &&
    child !== null &&
    !Array.isArray(child) &&
    ("type" in child || "$ref" in child)
  );
}

const document = toJsonSchema(
  JSON.parse(readFileSync(require.resolve("@octokit/openapi/generated/api.github.com.json"), "utf8")),
) as {
  paths: Record<string, Record<string, { responses: Record<string, Node> }>>;
  components: { responses: Record<string, Node> };
};

const ajv = new Ajv({ strict: false, allErrors: true, logger: false, inlineRefs: false });
addFormats(ajv);
// A bot's own address has brackets, which GitHub describes as an e-mail address all the same.
ajv.addFormat("email", (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text));
ajv.addSchema(document, "github");
const compiled = new Map<string, ValidateFunction>();
const escaped = (part: string) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

/** Whether GitHub's description knows an operation. */
export const isDescribed = (method: string, path: string): boolean =>
  document.paths[path]?.[method.toLowerCase()] !== undefined;

/** What is wrong with an answer by GitHub's description; empty when nothing is. `body` undefined: none was sent. */
export function faultsOfAnswer(method: string, path: string, status: number, body: unknown): string[] {
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) return [`${method} ${path} is no operation of GitHub's`];
  const inline = operation.responses[String(status)];
  if (!inline) return [`${method} ${path} never answers ${status}, only ${Object.keys(operation.responses)}`];
  let pointer = `github#/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}`;
  let response: Node = inline;
  if (typeof inline.$ref === "string") {
    const name = inline.$ref.split("/").at(-1)!;
    response = document.components.responses[name]!;
    pointer = `github#/components/responses/${name}`;
  }
  const content = response.content as Record<string, Node> | undefined;
  if (!content?.["application/json"])
    return body === undefined || content ? [] : [`${method} ${path} ${status} has no body`];
  if (body === undefined) return [`${method} ${path} ${status} lacks its body`];
  pointer += `/content/${escaped("application/json")}/schema`;
  let validate = compiled.get(pointer);
  if (!validate) {
    validate = ajv.compile({ $ref: pointer });
    compiled.set(pointer, validate);
  }
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    (error) =>
      `${method} ${path} ${status} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}
