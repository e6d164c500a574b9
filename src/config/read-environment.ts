import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** The environment over what `.env` in that directory says; an empty value is no value. */
export function readEnvironment(environment: NodeJS.ProcessEnv, directory: string): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const source of [dotEnv(join(directory, ".env")), environment]) {
    for (const [name, value] of Object.entries(source)) {
      if (value !== undefined && value.trim() !== "") merged[name] = value;
    }
  }
  return merged;
}

function dotEnv(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
