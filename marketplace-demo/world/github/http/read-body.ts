import type { z } from "zod";
import { type FieldError, unprocessable } from "./errors.ts";
import type { Call } from "./operation.ts";

/**
 * The request's body by its schema, or GitHub's 422: "Invalid request." with the field named for a missing or
 * mistyped one, "Validation Failed" with `errors` for a value out of bounds.
 */
export function readBody<S extends z.ZodType>(call: Call, schema: S, resource: string): z.output<S> {
  const parsed = schema.safeParse(call.body ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join("/");
  const given = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key as string],
    call.body ?? {},
  );
  if (issue.code === "invalid_type" || issue.code === "invalid_union") {
    if (given === undefined && field !== "")
      throw unprocessable(`Invalid request.\n\n"${field}" wasn't supplied.`);
    throw unprocessable(
      `Invalid request.\n\nFor '${field === "" ? "links/0/schema" : `properties/${field}`}', ${JSON.stringify(given)?.slice(0, 200)} is not ${"expected" in issue ? `a ${issue.expected}` : "valid"}.`,
    );
  }
  const error: FieldError = {
    resource,
    field,
    code: issue.code === "custom" ? "custom" : "invalid",
    message: `${field} ${issue.message}`,
  };
  throw unprocessable("Validation Failed", [error]);
}
