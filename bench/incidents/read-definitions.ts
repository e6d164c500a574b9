import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type { z } from "zod";
import { Incident, System } from "./definition.ts";

export interface Definitions {
  /** By the file's name without `.yml`. */
  systems: Map<string, System>;
  incidents: Map<string, Incident>;
}

/**
 * All incidents and the systems that they happen to, in the order of their names.
 * @throws Error with the file and the field where a definition is not what it should be
 */
export function readDefinitions(): Definitions {
  return { systems: readAll("systems", System), incidents: readAll("cases", Incident) };
}

function readAll<T extends z.ZodType>(folder: string, schema: T): Map<string, z.output<T>> {
  const url = new URL(`${folder}/`, import.meta.url);
  const files = readdirSync(url)
    .filter((name) => name.endsWith(".yml"))
    .sort();
  return new Map(
    files.map((file) => {
      const read = schema.safeParse(parse(readFileSync(new URL(file, url), "utf8")));
      if (read.success) return [file.replace(/\.yml$/, ""), read.data];
      const issues = read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
      throw new Error(
        `bench/incidents/${folder}/${file}: ${issues.slice(0, 5).join("; ")}. See definition.ts.`,
      );
    }),
  );
}
