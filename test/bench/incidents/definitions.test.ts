import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AS_WRITTEN } from "../../../bench/incidents/build/conditions.ts";
import { type Commit, historyOf } from "../../../bench/incidents/build/history.ts";
import { parseStep } from "../../../bench/incidents/build/parse-step.ts";
import { renamed } from "../../../bench/incidents/build/renamed.ts";
import type { Incident, System } from "../../../bench/incidents/definition.ts";
import { readDefinitions } from "../../../bench/incidents/read-definitions.ts";
import { vary } from "../../../bench/incidents/vary.ts";
import { randomOf } from "../../../bench/telemetry/random.ts";

const { systems, incidents } = readDefinitions();
const folder = mkdtempSync(join(tmpdir(), "incident-definitions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const systemOf = (incident: Incident) => systems.get(incident.system) as System;
const historyFor = (name: string, incident: Incident) =>
  historyOf(systemOf(incident), incident, randomOf(1), name);

describe("the incidents by hand", () => {
  it("are at least sixty, a third of them nobody's commit, in many languages and shapes", () => {
    const all = [...incidents.values()];
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(all.filter(({ culprit }) => culprit === null).length).toBeGreaterThanOrEqual(all.length / 3);
    expect(new Set([...systems.values()].map(({ shape }) => shape)).size).toBeGreaterThanOrEqual(6);
    const languages = [...systems.values()].flatMap(({ services }) => Object.values(services));
    expect(new Set(languages.map(({ language }) => language)).size).toBeGreaterThanOrEqual(7);
  });

  it.each([...incidents])("%s holds together", (name, incident) => {
    const system = systemOf(incident);
    const history = historyFor(name, incident);
    const byId = new Map(history.map((commit) => [commit.id, commit]));
    expect(system.services[incident.service]).toBeDefined();
    if (incident.culprit !== null) {
      const culprit = byId.get(incident.culprit) as Commit;
      expect(culprit.files.length).toBeGreaterThan(0);
      expect(culprit.deploys.length).toBeGreaterThan(0);
      expect(incident.effects.some(({ by }) => by === incident.culprit)).toBe(true);
    }
    expect(history.length - 1, "commits that are there to be suspected").toBeGreaterThanOrEqual(3);
    for (const effect of incident.effects) {
      const [service = "", ...rest] = effect.on.split(" ");
      const operation = rest.join(" ");
      if (operation) expect(system.services[service]?.operations[operation], effect.on).toBeDefined();
      if (effect.by) {
        expect(effect.by, "only the culprit does harm").toBe(incident.culprit);
        expect(byId.get(effect.by)?.deploys, "its code runs where it harms").toContain(service);
      }
      if (effect.step) {
        const own = system.services[service]?.operations[operation]?.steps ?? [];
        const added = incident.effects.flatMap(({ on, adds }) => (adds && on === effect.on ? [adds] : []));
        expect(
          [...own, ...added].some((step) => step.startsWith(effect.step ?? "")),
          effect.step,
        ).toBe(true);
      }
      for (const step of [effect.adds, effect.becomes]) if (step) parseStep(step);
      const tree = (effect.by ? byId.get(effect.by) : history.at(-1))?.tree;
      for (const { file, line } of effect.error?.at ?? [])
        expect(
          tree
            ?.get(file)
            ?.split("\n")
            .some((one) => one.includes(line)),
          `${file}: ${line}`,
        ).toBe(true);
    }
    for (const { operations } of Object.values(system.services))
      for (const { steps } of Object.values(operations)) for (const step of steps) parseStep(step);
  });

  it.each([...incidents])("%s: its patches are what git makes of its files", (name, incident) => {
    const history = historyFor(name, incident);
    const clone = join(folder, name);
    const git = (args: string[], input?: string) =>
      execFileSync("git", ["-C", clone, ...args], {
        encoding: "utf8",
        ...(input === undefined ? {} : { input }),
      });
    mkdirSync(clone);
    git(["init", "-q"]);
    for (const [path, text] of (history[0] as Commit).tree) {
      mkdirSync(dirname(join(clone, path)), { recursive: true });
      writeFileSync(join(clone, path), text);
    }
    for (const { id, files, tree } of history.slice(1)) {
      const patch = files.map(
        ({ filename, status, patch: hunks }) =>
          `--- ${status === "added" ? "/dev/null" : `a/${filename}`}\n+++ ${status === "removed" ? "/dev/null" : `b/${filename}`}\n${hunks}\n`,
      );
      expect(() => git(["apply", "-"], patch.join("")), id).not.toThrow();
      for (const { filename, status } of files)
        if (status !== "removed")
          expect(readFileSync(join(clone, filename), "utf8"), id).toBe(tree.get(filename));
    }
  });

  it("name only sources that the index of post-mortems or the marketplace has", () => {
    for (const [name, { source }] of incidents)
      if (source !== undefined)
        expect(source, name).toMatch(
          /^(?:https?:\/\/[\w.-]+\/\S*|marketplace-demo\/faults\/quotes-(?:500|slow|leak))$/,
        );
  });
});

describe("a variant", () => {
  it.each([...incidents])("of %s holds together as well", (name, incident) => {
    for (let seed = 1; seed <= 5; seed++) {
      const conditions = vary(systemOf(incident), incident, seed);
      const [system, told] = [systemOf(incident), incident].map((one) =>
        renamed(one, conditions.renamed),
      ) as [System, Incident];
      const history = historyOf(system, told, randomOf(seed), name);
      if (told.culprit !== null)
        expect(history.find(({ id }) => id === told.culprit)?.files.length).toBeGreaterThan(0);
    }
  });

  it("differs by its seed and by nothing else", () => {
    for (const [, incident] of [...incidents].slice(0, 10)) {
      const system = systemOf(incident);
      expect(vary(system, incident, 7)).toEqual(vary(system, incident, 7));
      expect(vary(system, incident, 7)).not.toEqual(vary(system, incident, 8));
    }
    expect(AS_WRITTEN.seed).toBe(1);
  });
});
