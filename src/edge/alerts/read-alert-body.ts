import type { z } from "zod";
import { InvalidAlert } from "./invalid-alert.ts";

/** The body as its schema has it. @throws InvalidAlert that names the first field that is wrong */
export function readAlertBody<T extends z.ZodType>(
  schema: T,
  body: unknown,
  source: string,
  hint: string,
): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map(String).join(".");
  throw new InvalidAlert(`not a valid ${source} body: ${path === "" ? "it" : path}: ${issue?.message}`, hint);
}
