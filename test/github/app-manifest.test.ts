import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { PAYLOADS } from "../../src/edge/hooks/payloads.ts";
import { appPermissions } from "../../src/github/app-permissions.ts";
import { APP_PERMISSIONS } from "./local-github.ts";

const manifest = parse(readFileSync(new URL("../../app.yml", import.meta.url), "utf8")) as {
  default_permissions: Record<string, string>;
  default_events: string[];
};

it("asks for the permissions that the ports need or welcome, and for no other", () => {
  const { needed, all } = appPermissions();
  expect(manifest.default_permissions).toEqual(all);
  expect(APP_PERMISSIONS).toEqual(needed);
});

it("subscribes to the events that the edge reads; those of the installation come unasked", () => {
  const read = Object.keys(PAYLOADS).filter((event) => !event.startsWith("installation"));
  expect([...manifest.default_events].sort()).toEqual(read.sort());
});
