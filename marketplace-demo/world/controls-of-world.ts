import { applyEnvironment } from "./apply-environment.ts";
import type { ControlsOptions } from "./create-controls.ts";
import { describeAction } from "./describe-action.ts";
import { revertCommits } from "./revert-commits.ts";
import { runFault } from "./run-fault.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Say, World } from "./start-world.ts";

/** What the controls do to a world; until `world` answers with one, a press is refused with the reason. */
export function controlsOf(
  world: () => World | undefined,
  seed: number,
  say: Say,
): Omit<ControlsOptions, "catalogue" | "own"> {
  const random = seededRandom(seed * 7_919 + 31);
  const up = (): World => {
    const running = world();
    if (!running) throw new Error("The marketplace is not up yet.");
    return running;
  };
  return {
    repositoryUrl: () => world()?.github.repositoryUrl ?? "/",
    seen: () => ({ issues: world()?.watch.issues() ?? [], pulls: world()?.watch.pulls() ?? [] }),
    inject: async (fault, onBroken) => runFault(up(), fault, say, onBroken),
    async apply(action) {
      const lift = await applyEnvironment(up(), action, random);
      const what = describeAction(action);
      say(`in force: ${what}`);
      return async () => {
        await lift();
        say(`lifted: ${what}`);
      };
    },
    async revert(shas) {
      await revertCommits(up().committer, shas);
      say(`reverted by hand: ${shas.map((sha) => sha.slice(0, 7)).join(", ")}`);
    },
  };
}
