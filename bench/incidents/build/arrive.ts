import type { Random } from "../../telemetry/random.ts";
import type { ActiveEffects } from "./active-effects.ts";
import type { World } from "./world.ts";

/** Requests of one operation from outside, as they come by chance, and more of them while an effect says so. */
export function arrive(
  world: World,
  effects: ActiveEffects,
  of: { service: string; operation: string; rate: number; from: number; to: number; random: Random },
): void {
  const { service, operation, random } = of;
  const floods = effects
    .of(service)
    .filter(({ traffic, on }) => traffic !== undefined && [service, `${service} ${operation}`].includes(on));
  const at = (ms: number) =>
    floods.reduce((factor, { traffic = 1, after, until, ramp }) => {
      const since = ms - after;
      if (since < 0 || (until !== undefined && ms > until)) return factor;
      return factor * (ramp > 0 ? 1 + (traffic - 1) * Math.min(1, since / ramp) : traffic);
    }, 1);
  const most = of.rate * floods.reduce((product, { traffic = 1 }) => product * Math.max(1, traffic), 1);
  for (let ms = of.from; ms < of.to; ) {
    ms += (-Math.log(1 - random.uniform()) / most) * 1000;
    if (random.uniform() * most < of.rate * at(ms)) world.request(service, operation, ms);
  }
}
