import type { Incident } from "../contracts/incident.ts";
import type { Spending } from "../contracts/ports/spending.ts";
import type { SealedState } from "../contracts/sealed-state.ts";
import { BrokenSeal, seal } from "./seal.ts";

/**
 * Keeps what a run knows of its incidents in their issues.
 *
 * @param deps.before what earlier runs left, by the incident's id
 * @param deps.beside what is known besides the incident
 * @param deps.publish false where it is too long for a comment
 */
export function sealStates(deps: {
  secret: string;
  repository: string;
  now(): number;
  author(): Promise<string>;
  before: ReadonlyMap<string, SealedState>;
  beside(incident: Incident): Pick<SealedState, "scout" | "fromBundle" | "probe" | "recollection">;
  spending: Pick<Spending, "ofIncident">;
  publish(issue: number, sealed: string): Promise<boolean>;
}) {
  /** Of each incident what was last sealed. */
  const sealed = new Map<string, { version: number; asked: string | null }>();

  /** By days; what this run has spent is of today. */
  async function spentOn(incident: Incident, old: SealedState | undefined, today: string) {
    const total = await deps.spending.ofIncident(incident.id);
    const earlier = old?.spent ?? [];
    const tokens = total.tokens - earlier.reduce((sum, one) => sum + one.tokens, 0);
    const microUsd = total.microUsd - earlier.reduce((sum, one) => sum + one.microUsd, 0);
    return tokens > 0 || microUsd > 0 ? [...earlier, { day: today, tokens, microUsd }] : earlier;
  }

  /** What stands beside the incident has changed. */
  function isMoved(incident: Incident): boolean {
    const old = deps.before.get(incident.id);
    if (!old) return true;
    if (incident.closed) return false;
    const { scout, probe } = deps.beside(incident);
    return JSON.stringify([old.scout, old.probe]) !== JSON.stringify([scout, probe]);
  }

  /** @throws BrokenSeal where no later run could go on with it */
  async function save(incident: Incident): Promise<void> {
    const { issue } = incident;
    if (!issue) return;
    const sealedAt = new Date(deps.now()).toISOString();
    const state: SealedState = {
      version: 1,
      sealedAt,
      incident,
      ...deps.beside(incident),
      spent: await spentOn(incident, deps.before.get(incident.id), sealedAt.slice(0, 10)),
    };
    const bound = { repository: deps.repository, issue: issue.number, author: await deps.author() };
    // What a verdict was made of is the largest part, and only a check of another policy asks for it.
    const all = [state, { ...state, incident: { ...incident, judged: null } }];
    for (const one of all) {
      if (!(await deps.publish(issue.number, seal(deps.secret, bound, one)))) continue;
      sealed.set(incident.id, { version: incident.version, asked: incident.outcome.asked?.at ?? null });
      return;
    }
    throw new BrokenSeal(
      `The state of #${issue.number} is too long for a comment, so that no later run can go on with it.`,
    );
  }

  return {
    /** A run may be cut off at any moment: from its first word on, and before a merge, the incident is kept. */
    async atOnce(incident: Incident): Promise<void> {
      const last = sealed.get(incident.id);
      if (last === undefined || last.asked !== (incident.outcome.asked?.at ?? null)) await save(incident);
    },
    /** Every incident that has moved since it was sealed. */
    async atTheEnd(incidents: readonly Incident[]): Promise<void> {
      for (const incident of incidents) {
        const last = sealed.get(incident.id);
        const isNews = last ? last.version !== incident.version : incident.version > 0 || isMoved(incident);
        if (isNews) await save(incident);
      }
    },
  };
}
