import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { z } from "zod";

/**
 * Reads `config/<name>.yml` and checks it.
 * @throws when the file is missing or a value has the wrong shape; a service must not start on a guess.
 */
export function loadConfig<Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> {
  const file = new URL(`../../config/${name}.yml`, import.meta.url);
  const result = schema.safeParse(parse(readFileSync(file, "utf8")));
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`config/${name}.yml is not valid: ${problems.join("; ")}`);
  }
  return result.data;
}
