import type { z } from "zod";
import { Problem } from "./problem.ts";

/**
 * Checks what came from outside.
 * @throws {Problem} 422 that names each wrong field.
 */
export function parseWith<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const details = result.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
  throw new Problem(422, "Some details are missing or not valid.", details);
}
