import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { everythingTold } from "./everything-told.ts";

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

  it("are those that the dashboard asks for", async () => {
    const known = await told();
    const asked = [...read("grafana.json").matchAll(/\b(?:sre_space|gen_ai_client)_\w+/g)].map(([name]) =>
      name.replace(/_(?:bucket|sum|count)$/, ""),
    );
    expect(asked.length).toBeGreaterThan(15);
    for (const name of asked) expect(known).toContain(name);
  });
});
