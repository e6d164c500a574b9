import { type ModelMessage, ModelUnavailable } from "../../contracts/ports/model.ts";
import { type Answer, answerSchema } from "./answer.ts";
import { askWithinBudget, OverBudget, type Purse } from "./ask-within-budget.ts";
import { inTime, TooLate } from "./in-time.ts";
import { prompt } from "./prompt.ts";
import { readAnswer } from "./read-answer.ts";
import { tokensOf } from "./tokens-of.ts";
import type { ToolBox } from "./tool-box.ts";

/** An incident waits no longer than this for a model, whatever it does. */
export const LONGEST_WAIT_MS = 45_000;
const MOST_TURNS = 6;
const MOST_CALLS_A_TURN = 6;
/** Models that think before they answer count their thoughts. */
const MOST_TOKENS_A_TURN = 8_000;
const LONGEST_REPEATED = 4_000;

export interface Conversation {
  /** `silent`: why there is no answer, as the end of a sentence that begins with the model's name. */
  outcome: { answer: Answer } | { silent: string };
  microUsd: number;
  seconds: number;
}

/** Talks until there is an answer, or none can be had within the time, the turns and the budget. Throws nothing of the model's. */
export async function converse(
  opening: readonly ModelMessage[],
  box: ToolBox,
  withPatch: boolean,
  purse: Purse,
): Promise<Conversation> {
  const { clock, spending, incident, budget } = purse;
  const began = clock.now();
  const left = () => began + LONGEST_WAIT_MS - clock.now();
  let microUsd = 0;
  const talk = async (): Promise<Conversation["outcome"]> => {
    const messages: ModelMessage[] = [...opening];
    let corrected = false;
    for (let turn = 1; turn <= MOST_TURNS; turn++) {
      const { tokens } = await spending.ofIncident(incident);
      // One more turn takes all that was said before along, and what tools show besides.
      const next = tokensOf(messages.map(({ text }) => text).join("")) + MOST_TOKENS_A_TURN;
      const isLast = tokens + 3 * next > budget.tokens_per_incident;
      const mustAnswer = turn >= MOST_TURNS - 1 || box.isEmpty() || isLast;
      const question = {
        messages,
        tools: box.offered,
        mustAnswer,
        answer: { name: "second_opinion", schema: answerSchema(withPatch) },
        maxTokens: MOST_TOKENS_A_TURN,
        timeoutMs: left(),
      };
      const { reply, microUsd: spent } = await askWithinBudget(question, purse);
      microUsd += spent;
      if (reply.calls.length > 0 && !mustAnswer) {
        const calls = reply.calls.slice(0, MOST_CALLS_A_TURN);
        messages.push({ role: "assistant", text: reply.text.slice(0, LONGEST_REPEATED), calls });
        for (const call of calls) messages.push({ role: "tool", call: call.id, text: await box.use(call) });
        continue;
      }
      if (reply.calls.length > 0 && reply.text === "")
        return { silent: "kept asking for more and gave no answer" };
      const read = readAnswer(reply.text, withPatch);
      if ("answer" in read) return read;
      if (corrected) return { silent: `gave no answer of the form that was asked for: ${read.problem}` };
      corrected = true;
      messages.push(
        { role: "assistant", text: reply.text.slice(0, LONGEST_REPEATED), calls: [] },
        { role: "user", text: prompt("again.v1", { problem: read.problem }) },
      );
    }
    return { silent: "gave no answer in the turns that it has" };
  };
  const outcome = await inTime(talk(), left(), clock).catch((error: unknown) => {
    if (error instanceof ModelUnavailable || error instanceof OverBudget) return { silent: error.message };
    if (error instanceof TooLate)
      return { silent: `did not answer within ${LONGEST_WAIT_MS / 1000} seconds` };
    throw error;
  });
  return { outcome, microUsd, seconds: (clock.now() - began) / 1000 };
}
