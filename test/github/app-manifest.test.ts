import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { PAYLOADS } from "../../src/edge/hooks/payloads.ts";
import { PORT_PERMISSIONS } from "../../src/github/connect.ts";
import { APP_PERMISSIONS } from "./local-github.ts";

const manifest = parse(readFileSync(new URL("../../app.yml", import.meta.url), "utf8")) as {
  default_permissions: Record<string, string>;
  default_events: string[];
};

it("asks for the permissions that the ports need or welcome, and for no other", () => {
  const needed: Record<string, string> = { metadata: "read" };
  for (const port of Object.values(PORT_PERMISSIONS))
    for (const [name, level] of Object.entries(port.needed))
      if (needed[name] !== "write") needed[name] = level;
  const all = { ...needed };
  for (const port of Object.values(PORT_PERMISSIONS))
    for (const [name, level] of Object.entries("welcome" in port ? port.welcome : {}))
      if (all[name] !== "write") all[name] = level;
  expect(manifest.default_permissions).toEqual(all);
  expect(APP_PERMISSIONS).toEqual(needed);
});

it("subscribes to the events that the edge reads; those of the installation come unasked", () => {
  const read = Object.keys(PAYLOADS).filter((event) => !event.startsWith("installation"));
  expect([...manifest.default_events].sort()).toEqual(read.sort());
});
