import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orderCommits } from "../../marketplace-demo/world/order-commits.ts";
import { readOptions, WrongUse } from "../../marketplace-demo/world/read-options.ts";
import { seededRandom } from "../../marketplace-demo/world/seeded-random.ts";

let faults: string;

function addFault(id: string, yaml: string): void {
  mkdirSync(join(faults, id), { recursive: true });
  writeFileSync(join(faults, id, "fault.yml"), yaml);
  writeFileSync(join(faults, id, "culprit.patch"), "");
}

const CHANGE = `
title: Something breaks
kind: change
commits:
  - {patch: culprit.patch, message: "refactor: pricing", author: dev, culprit: true}
expect: {suspect: culprit, verdict: merge, healed: true}
`;

beforeAll(() => {
  faults = mkdtempSync(join(tmpdir(), "faults-"));
  for (const id of ["quotes-500", "quotes-slow", "quotes-leak", "other"]) addFault(id, CHANGE);
});
afterAll(() => rmSync(faults, { recursive: true, force: true }));

const ids = (...args: string[]) => readOptions(args, faults).faults.map((fault) => fault.id);

describe("the command line of the demo", () => {
  it("runs the three first faults with --once alone, the catalogue with --all, what is named otherwise", () => {
    expect(ids("--once")).toEqual(["quotes-500", "quotes-slow", "quotes-leak"]);
    expect(ids("--once", "--all").sort()).toEqual(["other", "quotes-500", "quotes-leak", "quotes-slow"]);
    expect(ids("--once", "--fault", "other", "--fault", "quotes-500")).toEqual(["other", "quotes-500"]);
    expect(ids()).toEqual([]);
    expect(ids("--once", "--healthy", "120")).toEqual([]);
  });

  it("reads durations in milliseconds and fills in what the file leaves out", () => {
    expect(readOptions(["--fault", "other"], faults).faults[0]).toMatchObject({
      spacing: 4_000,
      onset: 0,
      intake: "otlp",
      commits: [{ order: "fixed", culprit: true }],
    });
  });

  it.each([
    [["--fault", "nope"], /There is no fault "nope".*quotes-500/s],
    [["--port", "http"], /whole number/],
    [["--port", "70000"], /0 to 65535/],
    [["--intake", "pigeons"], /otlp, alerts, both/],
    [["--what"], /--what/],
    [["quotes-500"], /--fault quotes-500/],
    [["--healthy", "60", "--all"], /leave out/],
    [["--faults", "/does/not/exist"], /no such directory/],
  ])("refuses %j and says what to type instead", (args, message) => {
    expect(() => readOptions(args, faults)).toThrow(WrongUse);
    expect(() => readOptions(args, faults)).toThrow(message);
  });

  it("names the file and the field of a fault that is wrong", () => {
    const broken = mkdtempSync(join(tmpdir(), "faults-"));
    mkdirSync(join(broken, "bad"));
    writeFileSync(join(broken, "bad", "fault.yml"), CHANGE.replace("kind: change", "kind: sabotage"));
    expect(() => readOptions([], broken)).toThrow(/bad.fault\.yml[\s\S]*kind/);
    writeFileSync(join(broken, "bad", "fault.yml"), CHANGE);
    expect(() => readOptions([], broken)).toThrow(/culprit\.patch is not there/);
    rmSync(broken, { recursive: true });
  });

  it("ends with 2 and says so, as a person would see it", () => {
    const script = join(import.meta.dirname, "../../marketplace-demo/world/demo.ts");
    const run = spawnSync(process.execPath, [script, "--once", "--fault", "nope", "--faults", faults], {
      encoding: "utf8",
    });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('There is no fault "nope"');
    expect(run.stdout).toBe("");
  });

  it("lists the faults", () => {
    const script = join(import.meta.dirname, "../../marketplace-demo/world/demo.ts");
    const run = spawnSync(process.execPath, [script, "--list", "--faults", faults], { encoding: "utf8" });
    expect(run.status).toBe(0);
    for (const id of ["quotes-500", "quotes-slow", "quotes-leak", "other"]) expect(run.stdout).toContain(id);
  });
});

describe("the order of a fault's commits", () => {
  const commit = (patch: string, order: "any" | "fixed") => ({
    patch,
    message: patch,
    author: "dev",
    culprit: order === "fixed",
    order,
    canary: false,
    together: false,
  });
  const commits = [commit("a", "any"), commit("b", "any"), commit("culprit", "fixed"), commit("c", "any")];

  it("changes with the seed only among those that may move, and is the same for the same seed", () => {
    const orders = Array.from({ length: 20 }, (_, seed) =>
      orderCommits(commits, seededRandom(seed))
        .map((each) => each.patch)
        .join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(2);
    for (const order of orders) {
      expect(order.split(",")[2]).toBe("culprit");
      expect(order.split(",").sort()).toEqual(["a", "b", "c", "culprit"]);
    }
    expect(orderCommits(commits, seededRandom(7))).toEqual(orderCommits(commits, seededRandom(7)));
  });
});
