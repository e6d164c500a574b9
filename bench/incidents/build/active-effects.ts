import type { Random } from "../../telemetry/random.ts";
import type { Effect, Incident, System } from "../definition.ts";
import type { Commit } from "./history.ts";
import type { Process } from "./recorder.ts";

/** What a request carries. */
export type Dimensions = Readonly<Record<string, string>>;

interface Placed {
  effect: Effect;
  service: string;
  operation: string | null;
  /** Of the commit that does it; null where it comes from outside. */
  index: number | null;
  /** Of the commit that takes it back. */
  undone: number;
}

/** Effects by service, with the question which of them work now. */
export class ActiveEffects {
  private readonly byService = new Map<string, Placed[]>();
  private readonly strength: number;

  constructor(system: System, incident: Incident, commits: readonly Commit[], strength: number) {
    this.strength = strength;
    for (const effect of incident.effects) {
      const [service = "", ...rest] = effect.on.split(" ");
      if (!system.services[service]) throw new Error(`There is no service ${service}: ${effect.on}`);
      const operation = rest.join(" ") || null;
      if (operation !== null && !system.services[service]?.operations[operation])
        throw new Error(`There is no operation ${effect.on}`);
      const index = effect.by === undefined ? null : commits.findIndex(({ id }) => id === effect.by);
      if (index === -1) throw new Error(`There is no commit ${effect.by} that does ${effect.on}`);
      const undone =
        effect.undone_by === undefined
          ? Number.POSITIVE_INFINITY
          : commits.findIndex(({ id }) => id === effect.undone_by);
      if (undone === -1)
        throw new Error(`There is no commit ${effect.undone_by} that takes ${effect.on} back`);
      this.byService.set(service, [
        ...(this.byService.get(service) ?? []),
        { effect, service, operation, index, undone },
      ]);
    }
  }

  /** All that have to do with a service, whether they work now or not. */
  of(service: string): readonly Effect[] {
    return (this.byService.get(service) ?? []).map(({ effect }) => effect);
  }

  /** Those that hit this request in this process. */
  hitting(process: Process, operation: string, atMs: number, request: Dimensions, random: Random): Effect[] {
    return (this.byService.get(process.service) ?? []).flatMap((placed) => {
      const { effect } = placed;
      if (placed.operation !== null && placed.operation !== operation) return [];
      if (effect.every !== undefined) return [];
      const strength = this.strengthOf(placed, process, atMs);
      if (strength <= 0) return [];
      for (const [key, value] of Object.entries(effect.where))
        if (String(key === "instance" ? process.number : request[key]) !== String(value)) return [];
      const share = effect.share >= 1 ? strength : Math.min(1, effect.share * strength * this.strength);
      return random.uniform() < share ? [effect] : [];
    });
  }

  /** Those that work on the process as a whole, and how far they have grown, 0 to 1. */
  on(process: Process, atMs: number): { effect: Effect; grown: number }[] {
    return (this.byService.get(process.service) ?? []).flatMap((placed) => {
      const { instance } = placed.effect.where;
      if (instance !== undefined && Number(instance) !== process.number) return [];
      const grown = this.strengthOf(placed, process, atMs);
      return grown > 0 ? [{ effect: placed.effect, grown }] : [];
    });
  }

  /** When an effect begins in a process; null where it never does. */
  beginsMs(effect: Effect, process: Process): number | null {
    const placed = this.byService.get(process.service)?.find((one) => one.effect === effect);
    if (!placed || !runsIt(placed, process)) return null;
    return (placed.index === null ? 0 : process.fromMs) + effect.after;
  }

  private strengthOf(placed: Placed, process: Process, atMs: number): number {
    const { effect, index } = placed;
    if (!runsIt(placed, process)) return 0;
    const since = atMs - (index === null ? 0 : process.fromMs) - effect.after;
    if (since < 0 || (effect.until !== undefined && atMs > effect.until)) return 0;
    if (effect.pulse && since % (effect.pulse[0] + effect.pulse[1]) > effect.pulse[0]) return 0;
    return effect.ramp > 0 ? Math.min(1, since / effect.ramp) : 1;
  }
}

function runsIt({ index, undone }: Placed, process: Process): boolean {
  return (index === null || process.index >= index) && process.index < undone;
}
