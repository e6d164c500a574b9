import type { Incident } from "../contracts/incident.ts";
import type { CommandSignal } from "../contracts/signal.ts";
import { planRemedy } from "../decide/plan/plan.ts";
import { diagnosisOfChange } from "./diagnosis-of-change.ts";
import { mayCommand } from "./may-command.ts";
import { type LoopPorts, thought } from "./ports.ts";
import { rollBack } from "./steps/heed/roll-back.ts";

/** Incidents of the repository among which the one is looked for. */
const INCIDENTS = 100;

/**
 * `/sre rollback` in the thread of an incident that is closed: whoever may give it has the merge taken back by the road
 * that every change walks, and the incident is open until that is out. Stored in one write with what is begun, so that
 * a process that ends here begins nothing twice. Where nothing could be planned it stays closed, and the giver is told
 * why. What lets nobody in particular be told, it leaves to `heedNobody`.
 *
 * @param ended resolves once nobody works on that incident any more
 * @returns the incident, open again; null where it stays as it is, and whether its giver was answered
 */
export async function reopenToRollBack(
  command: CommandSignal,
  ports: LoopPorts,
  ended: (id: string) => Promise<void>,
): Promise<{ reopened: Incident | null; answered: boolean }> {
  const { repository, issue, actor } = command;
  if (command.command !== "rollback" || issue === null) return { reopened: null, answered: false };
  const found = (await ports.store.ofRepository(repository, INCIDENTS)).find((one) => isToldIn(one, issue));
  if (!found?.closed) return { reopened: null, answered: false };
  await ended(found.id);
  const incident = await ports.store.get(found.id);
  if (!incident?.closed) return { reopened: null, answered: false };

  const refuse = async (text: string, stranger = false) => {
    await ports.answer(command, issue, { accepted: false, text, ...(stranger ? { stranger } : {}) });
    return { reopened: null, answered: true };
  };
  const { policy } = await ports.policy(repository);
  const permitted = await mayCommand(command.command, actor, policy, ports.facts(repository));
  if (!permitted.may) return refuse(permitted.why, true);
  const { change, text } = rollBack(incident, command);
  if (change === null || Object.keys(change).length === 0) return refuse(text);

  const at = new Date(ports.clock.now()).toISOString();
  const begun: Incident = {
    ...incident,
    ...change,
    closed: null,
    remembered: null,
    thoughts: [
      ...incident.thoughts,
      { ...thought("guardrail", "A person gave /sre rollback: open again."), at },
    ],
    updatedAt: at,
    version: incident.version + 1,
  };
  const diagnosis = diagnosisOfChange(begun);
  if (!diagnosis) throw new Error(`Incident ${incident.id} was reopened without anything to take back.`);
  const plan = await planRemedy({ diagnosis, reader: ports.reader(repository), policy });
  if (plan.kind === "unplanned") return refuse(`It cannot be taken back by me: ${plan.reason}`);
  await ports.store.put(begun);
  await ports.answer(command, issue, { accepted: true, text });
  return { reopened: begun, answered: true };
}

/** Whether a thread is the incident's own, or that of a pull request of its own. */
function isToldIn({ issue, outcome, attempts }: Incident, number: number): boolean {
  const pulls = [outcome, ...attempts.flatMap((one) => [one.outcome, one.rollback ?? {}])];
  return issue?.number === number || pulls.some(({ pullRequest }) => pullRequest?.number === number);
}
