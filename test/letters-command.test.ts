import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lettersCommand } from "../src/letters-command.ts";
import { openDatabase } from "../src/store/open-database.ts";
import { sqliteIncidents } from "../src/store/sqlite-incidents.ts";
import { at } from "./loop/an-incident.ts";

let dataDir: string;
let said: string[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "sre-space-letters-"));
  said = [];
  for (const how of ["log", "info"] as const)
    vi.spyOn(console, how).mockImplementation((text: string) => void said.push(text));
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dataDir, { recursive: true, force: true });
});

it("lists what was laid aside, in plain text, and has it acted on again, while the service runs", async () => {
  const service = sqliteIncidents(openDatabase(join(dataDir, "state.sqlite")), () => {});
  expect(await lettersCommand({ dataDir }, { json: false })).toBe(true);
  expect(said.join("")).toContain("Nothing was laid aside.");
  await service.acknowledge("delivery-1", { kind: "stop", repository: "acme/shop", receivedAt: at(0) });
  await service.bury("delivery-1", "TypeError: \u001b[31mred\u001b[0m");

  said = [];
  expect(await lettersCommand({ dataDir }, { json: false })).toBe(true);
  expect(said.join("\n")).toMatch(/delivery-1.*stop acme\/shop.*TypeError/s);
  expect(said.join("\n")).not.toContain("\u001b[31m");
  said = [];
  expect(await lettersCommand({ dataDir }, { json: true })).toBe(true);
  expect(JSON.parse(said.join("").trim().split("\n").at(-1) ?? "")).toMatchObject([{ key: "delivery-1" }]);

  expect(await lettersCommand({ dataDir }, { json: false, replay: "delivery-2" })).toBe(false);
  expect(await lettersCommand({ dataDir }, { json: false, replay: "delivery-1" })).toBe(true);
  expect(await service.pending()).toEqual(["delivery-1"]);
  await service.close();
});
