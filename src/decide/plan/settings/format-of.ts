import { env } from "./env.ts";
import { json } from "./json.ts";
import { properties } from "./properties.ts";
import type { Format } from "./setting.ts";
import { toml } from "./toml.ts";
import { yaml } from "./yaml.ts";

const BY_NAME: readonly (readonly [RegExp, Format])[] = [
  [/\.ya?ml$/i, yaml],
  [/\.jsonc?$/i, json],
  [/\.toml$/i, toml],
  [/\.properties$/i, properties],
  [/(?:^|\/)\.env(?:\.[\w-]{1,40})?$|\.env$/i, env],
];

/** How a file's values are read, by its name; null where nobody here can. */
export function formatOf(path: string): Format | null {
  return BY_NAME.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}
