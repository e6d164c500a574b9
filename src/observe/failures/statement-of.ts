import type { Attributes } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { attributeText } from "../attribute-text.ts";

/**
 * What a span asked for, without the values that it asked with: the query, or the method and path of a call.
 * Undefined where the span says neither.
 */
export function statementOf(attributes: Attributes): string | undefined {
  const query = attributeText(attributes, "db.query.summary", "db.query.text", "db.statement");
  if (query) {
    return sanitise(
      query
        .slice(0, 4000)
        .replace(/'(?:[^']|'')*'/g, "?")
        .replace(/(?<![\w$])\d+(?:\.\d+)?\b/g, "?")
        .replace(/\(\s*(?:\?|\$\d+)(?:\s*,\s*(?:\?|\$\d+))+\s*\)/g, "(…)"),
      500,
    );
  }
  const url = attributeText(
    attributes,
    "http.route",
    "url.template",
    "url.path",
    "http.target",
    "url.full",
    "http.url",
  );
  if (!url) return undefined;
  const path = url
    .slice(0, 2000)
    .replace(/^[a-z]+:\/\/[^/]+/i, "")
    .replace(/[?#].*$/, "")
    .replace(/\/(?:\d+|[^/]*\d[^/]{7,}|[0-9a-f-]{16,})(?=\/|$)/gi, "/{id}");
  return sanitise(path || "/", 500);
}
