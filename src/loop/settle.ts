import type { Incident } from "../contracts/incident.ts";
import type { LoopPorts, StepResult } from "./ports.ts";

/** The newest thoughts that an incident keeps; the monitor has shown the older ones. */
const THOUGHTS = 200;

/**
 * Makes a step's result the truth: first stored, then shown. A crash in between is made good by the next
 * settling, because showing can be repeated and writes only what differs.
 */
export async function settle(incident: Incident, result: StepResult, ports: LoopPorts): Promise<Incident> {
  const at = new Date(ports.clock.now()).toISOString();
  const written = result.writes ?? 0;
  const changed = Object.keys(result.change).length > 0 || result.thoughts.length > 0 || written > 0;
  let current = incident;
  if (changed) {
    const thoughts = [...incident.thoughts, ...result.thoughts.map((thought) => ({ ...thought, at }))];
    current = {
      ...incident,
      ...result.change,
      thoughts: thoughts.slice(-THOUGHTS),
      writes: incident.writes + written,
      updatedAt: at,
      version: incident.version + 1,
    };
    await ports.store.put(current);
  }
  const shown = current;
  const { value: issue, writes } = await ports.countWrites(() => ports.publish(shown));
  if (JSON.stringify(issue) === JSON.stringify(current.issue)) return current;
  current = { ...current, issue, writes: current.writes + writes, version: current.version + 1 };
  await ports.store.put(current);
  return current;
}
