import type { CommandSignal } from "../contracts/signal.ts";
import type { LoopPorts } from "./ports.ts";

const STRANGERS = ["none", "read"];

/** A command in a thread that is no open incident's. Strangers are not answered: anybody may write in a public one. */
export async function heedNobody(command: CommandSignal, ports: LoopPorts): Promise<void> {
  const { repository, actor, issue } = command;
  if (issue === null || STRANGERS.includes(await ports.facts(repository).permission(actor))) return;
  const known = (await ports.store.ofRepository(repository, 100)).find(
    (incident) => incident.issue?.number === issue || incident.outcome.pullRequest?.number === issue,
  );
  const text = known?.closed
    ? `This incident is closed, so that there is nothing left to do. What fails again opens an issue of its own.${known.outcome.merge ? " `/sre rollback` takes back what was merged for it." : ""}`
    : `No open incident of mine is told here, so that \`/sre ${command.command}\` has nothing to act on. Write it on the incident's own issue.`;
  await ports.answer(command, issue, { accepted: false, text });
}
