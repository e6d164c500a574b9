import type { CommandSignal } from "../contracts/signal.ts";
import { mayCommand } from "./may-command.ts";
import type { LoopPorts } from "./ports.ts";

/** Whether a command is of the repository and not of one incident. */
export const isOfRepository = ({ command }: CommandSignal): boolean =>
  command === "pause" || command === "resume";

/**
 * `/sre pause` and `/sre resume`, in any thread of the repository. A pause holds from the moment at which it was heard,
 * whatever the incidents are doing; only then is it read whether that person may.
 */
export async function heedStop(command: CommandSignal, ports: LoopPorts): Promise<void> {
  const { repository, actor, button } = command;
  const decide = async () => {
    const { policy } = await ports.policy(repository);
    const permitted = await mayCommand(command.command, actor, policy, ports.facts(repository));
    if (permitted.may) await ports.store.setPaused(repository, command.command === "pause");
    return permitted;
  };
  const permitted =
    command.command === "pause" ? await ports.stop.whileDeciding(repository, decide) : await decide();
  const issue =
    command.issue ?? (button ? (await ports.store.get(button.incident))?.issue?.number : undefined);
  if (issue === undefined) return;
  if (!permitted.may)
    return await ports.answer(command, issue, { accepted: false, text: permitted.why, stranger: true });
  if (command.command === "pause")
    return await ports.answer(command, issue, {
      accepted: true,
      text: "Paused: in this repository nothing is merged until `/sre resume`.",
    });
  const still = await ports.stop.why(repository);
  await ports.answer(command, issue, {
    accepted: true,
    text: still === null ? "Resumed." : `Your pause is lifted. Merges stay stopped all the same: ${still}`,
  });
}
