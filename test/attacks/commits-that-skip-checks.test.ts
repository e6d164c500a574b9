import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, policyText, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

/** As GitHub, Azure and others read a commit's message: with one of these, no check and no deployment of it runs. */
const SKIPS =
  /\[(?:skip[ -]ci|ci[ -]skip|no ci|skip actions|actions skip|skip azurepipelines)\]|\*{3}NO_CI\*{3}|^skip-checks:/im;

it.each(["[skip ci]", "[ci skip]", "[no ci]", "[SKIP ACTIONS]", "***NO_CI***", "skip-checks: true"])(
  "%s in the suspect's message is in no message of ours",
  async (skip) => {
    world = await startAttackedWorld({
      policy: policyText("", "merge"),
      message: `refactor: tables ${skip}\n\n${skip}\nskip-checks: true`,
    });
    await until(() => world.merged());
    await world.git("fetch", "-q", "origin");
    const ours = await world.git("log", "--format=%B", `${world.suspect}..origin/main`);
    expect(ours).toContain("This reverts commit");
    expect(ours).not.toMatch(SKIPS);
    expect(world.pull().title).not.toMatch(SKIPS);
  },
  180_000,
);
