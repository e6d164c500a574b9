import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PAGES } from "../docs/markdown.ts";
import { everythingTold } from "./everything-told.ts";

const SOURCES = join(import.meta.dirname, "../../src");
const told = async () =>
  new Set([...(await everythingTold()).matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name as string));

const read = (file: string) => readFileSync(new URL(`../../docs/${file}`, import.meta.url), "utf8");

describe("the names of metrics", () => {
  it("are those that docs/operating.md names", async () => {
    const known = await told();
    const named = [...read("operating.md").matchAll(/`((?:sre_space|gen_ai)_\w+)`/g)];
    expect(named.length).toBeGreaterThan(3);
    for (const [, name] of named) expect(known).toContain(name);
  });

  it("are all in docs/reference/metrics.md, and are named so by every page that names one", async () => {
    const created = new Set<string>();
    const known = new Set(
      [...(await everythingTold((name) => created.add(name))).matchAll(/^# TYPE (\S+) /gm)].map(
        ([, name]) => name,
      ),
    );
    expect(created.size).toBeGreaterThan(15);
    const reference = read("reference/metrics.md");
    for (const name of created)
      expect(reference).toMatch(new RegExp(`^\\| \`${name.replaceAll(".", "_")}(?:_total)?\` \\|`, "m"));
    // The labels of the reference are no metrics.
    for (const [page, text] of PAGES)
      for (const [, name] of text.matchAll(/`((?:sre_space|gen_ai_client)_\w+)(?:\{[^`]*)?`/g))
        expect(known, `${page}: ${name}`).toContain(name);
  });

  it("are made where all that is told is asked for", () => {
    const makers = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .filter((file) =>
        /\.create(?:Observable)?(?:Counter|Histogram|Gauge|UpDownCounter)\(/.test(
          readFileSync(join(SOURCES, file), "utf8"),
        ),
      );
    expect(makers.toSorted()).toEqual(
      ["incident-metrics", "service-metrics", "traced-model"].map((name) => `instruments/${name}.ts`),
    );
  });

  it("are those that the dashboard asks for", async () => {
    const known = await told();
    const asked = [...read("grafana.json").matchAll(/\b(?:sre_space|gen_ai_client)_\w+/g)].map(([name]) =>
      name.replace(/_(?:bucket|sum|count)$/, ""),
    );
    expect(asked.length).toBeGreaterThan(15);
    for (const name of asked) expect(known).toContain(name);
  });
});
