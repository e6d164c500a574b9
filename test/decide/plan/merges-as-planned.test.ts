import { describe, expect, it } from "vitest";
import type { ChangeSet } from "../../../src/contracts/change-set.ts";
import { mergesAsPlanned } from "../../../src/decide/plan/merges-as-planned.ts";

const change = (before: string | null, after: string | null, path = "a.ts"): ChangeSet => ({
  kind: "planned",
  remedy: "revert",
  base: "b".repeat(40),
  reverts: ["a".repeat(40)],
  title: "Revert",
  summary: "Revert",
  files: [
    {
      path,
      mode: "100644",
      before: before === null ? null : { blob: "e".repeat(40), content: before },
      after: after === null ? null : { content: after },
      added: 1,
      removed: 1,
    },
  ],
});

describe("a branch under which main has moved", () => {
  const written = change("one\nbad\nthree\nfour\nfive\n", "one\ngood\nthree\nfour\nfive\n");

  it("merges as planned where the other change lies elsewhere in the file", () => {
    const fresh = change("one\nbad\nthree\nfour\nfive!\n", "one\ngood\nthree\nfour\nfive!\n");
    expect(mergesAsPlanned(written, fresh)).toBe(true);
  });

  it("does not where it lies on the same lines", () => {
    expect(
      mergesAsPlanned(written, change("one\nworse\nthree\nfour\nfive\n", "one\ngood\nthree\nfour\nfive\n")),
    ).toBe(false);
  });

  it("does not where a fresh plan would give something else", () => {
    expect(
      mergesAsPlanned(written, change("one\nbad\nthree\nfour\nfive!\n", "one\nother\nthree\nfour\nfive!\n")),
    ).toBe(false);
  });

  it("does not where a fresh plan touches other files, or deletes", () => {
    expect(mergesAsPlanned(written, change("one\nbad\n", "one\ngood\n", "b.ts"))).toBe(false);
    expect(mergesAsPlanned(written, change("one\nbad\nthree\nfour\nfive!\n", null))).toBe(false);
  });

  it("does where nothing has moved", () => {
    expect(mergesAsPlanned(written, written)).toBe(true);
  });
});
