import { expect, it } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { isForeignRevision } from "../../src/orient/foreign-revision.ts";

const OURS = "a1b2c3d".padEnd(40, "0");
const file = (more: object = {}) =>
  ({
    evidence: { items: [{ kind: "change", what: "revision", service: "tax", revision: "a1b2c3d" }] },
    shaOf: {},
    history: [{ sha: OURS }],
    candidates: [],
    deployments: [{ sha: OURS, service: "tax" }],
    policy: { services: { tax: {}, tables: {} } },
    ...more,
  }) as unknown as CaseFile;
const foreign = (service: string | undefined, revision: string, more: object = {}) =>
  isForeignRevision({ service, revision }, file(more));

it("a service that the policy does not name is another repository's, unless it runs a commit of ours", () => {
  expect(foreign("rates", "13.0.0")).toBe(true);
  expect(foreign("rates", "a1b2c3d")).toBe(false);
});

it("so is one that says versions where the others say commits, and that nobody deploys from here", () => {
  expect(foreign("tables", "13.0.0")).toBe(true);
  expect(foreign("tables", "ffffff0")).toBe(false);
  expect(foreign("tables", "13.0.0", { deployments: [{ sha: OURS, service: "tables" }] })).toBe(false);
});

it("where all say versions nothing tells them apart", () => {
  const items = [{ kind: "change", what: "revision", service: "tax", revision: "4.1.0" }];
  expect(foreign("tables", "13.0.0", { evidence: { items } })).toBe(false);
});

it("a version that stands for a commit of ours is ours", () =>
  expect(foreign("tables", "13.0.0", { shaOf: { "tables 13.0.0": OURS } })).toBe(false));
