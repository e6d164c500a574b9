import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENVIRONMENT } from "../../docs/environment-variables.ts";
import { ROUTES } from "../../docs/http-routes.ts";
import { referencePages } from "../../docs/reference-pages.ts";
import { ALERT_SOURCES } from "../../src/edge/alerts/alert-sources.ts";
import { SIGNAL_KINDS } from "../../src/edge/otlp/signal-kinds.ts";

const ROOT = join(import.meta.dirname, "../..");
const REFERENCE = join(ROOT, "docs/reference");

/** Sources of the service, by path. What reads other people's code for signs names their variables and routes. */
const sources = new Map(
  readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.startsWith("orient/changes/"))
    .map((path) => [path, readFileSync(join(ROOT, "src", path), "utf8")] as const),
);

describe("docs/reference", () => {
  it("is what the code says today; run `node docs/write-reference.ts` where it is not", async () => {
    const pages = await referencePages();
    expect(readdirSync(REFERENCE).sort()).toEqual(Object.keys(pages).sort());
    for (const [file, text] of Object.entries(pages))
      expect(readFileSync(join(REFERENCE, file), "utf8"), file).toBe(text);
  }, 120_000);

  it("has every variable that the service reads, and no other", () => {
    const read = new Set<string>();
    for (const [path, text] of sources) {
      // What the runner of GitHub Actions sets, and what a child process is given as it stands.
      if (path.startsWith("action/") || path.startsWith("safety/")) continue;
      for (const [, name = ""] of text.matchAll(/\b(?:env|environment)\.([A-Z][A-Z0-9_]+)\b/g))
        read.add(name);
      for (const [, name = ""] of text.matchAll(/\bvariable: "([A-Z0-9_]+)"/g)) read.add(name);
      for (const [, name = ""] of text.matchAll(/readAlertSecrets\(env, "([A-Z_]+)"/g)) read.add(name);
      for (const [, names = ""] of text.matchAll(/\{([^{}]*)\} = env\b/g))
        for (const [name] of names.matchAll(/\b[A-Z][A-Z0-9_]+\b/g)) read.add(name);
    }
    read.delete("PATH");
    const told = ENVIRONMENT.flatMap(({ variables }) => variables.map(({ name }) => name));
    expect(told.toSorted()).toEqual([...read].sort());
  });

  it("has every route that the service answers, and no other", () => {
    const answered = new Set(Object.values(ALERT_SOURCES).map(({ path }) => `* ${path}`));
    for (const path of Object.keys(SIGNAL_KINDS)) answered.add(`POST ${path}`);
    for (const text of sources.values()) {
      for (const [, method = "", route = ""] of text.matchAll(
        /\bapp\.(get|post|put|delete|all)\(\s*"([^"]+)"/g,
      ))
        answered.add(`${method === "all" ? "*" : method.toUpperCase()} ${route}`);
    }
    expect(ROUTES.map(({ route }) => route).toSorted()).toEqual([...answered].sort());
  });
});
