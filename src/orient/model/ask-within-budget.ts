import type { Policy } from "../../contracts/policy.ts";
import type { Clock } from "../../contracts/ports/clock.ts";
import {
  type Model,
  type ModelQuestion,
  type ModelReply,
  ModelUnavailable,
  type ModelUsage,
} from "../../contracts/ports/model.ts";
import type { Spending } from "../../contracts/ports/spending.ts";
import type { RepositoryName } from "../../contracts/repository.ts";
import { tokensOf } from "./tokens-of.ts";

const MILLION = 1e6;

export interface Purse {
  model: Model;
  spending: Spending;
  clock: Clock;
  repository: RepositoryName;
  /** Id of the incident. */
  incident: string;
  budget: Policy["budget"];
}

export interface Spent {
  reply: ModelReply;
  microUsd: number;
}

/** A question would cost more than the budget has left. `message` ends a sentence that begins with the model's name. */
export class OverBudget extends Error {}

/**
 * Asks, once the most that the answer may cost is booked, and settles what it did cost. What failed after it was sent
 * counts in full: the endpoint may charge it.
 *
 * @throws OverBudget, ModelUnavailable
 */
export async function askWithinBudget(question: ModelQuestion, purse: Purse): Promise<Spent> {
  const { model, spending, clock, repository, incident, budget } = purse;
  const input = tokensOf(asText(question));
  const most = cost({ input, cached: 0, output: question.maxTokens }, model);
  const booking = await spending.book({
    repository,
    incident,
    day: new Date(clock.now()).toISOString().slice(0, 10),
    ...most,
    limits: { tokensPerIncident: budget.tokens_per_incident, microUsdPerDay: budget.usd_per_day * MILLION },
  });
  if ("over" in booking)
    throw new OverBudget(
      booking.over === "incident"
        ? `was not asked further: the budget of ${budget.tokens_per_incident} tokens for an incident does not reach`
        : `was not asked: the budget of ${budget.usd_per_day} USD a day does not reach${model.price ? "" : ", by the price that is taken for one that is not known"}`,
    );
  try {
    const reply = await model.ask(question);
    const usage = reply.usage ?? {
      input,
      cached: 0,
      output: tokensOf(reply.text + JSON.stringify(reply.calls)),
    };
    const spent = cost(usage, model);
    await spending.settle(booking.booked, spent);
    return { reply, microUsd: spent.microUsd };
  } catch (error) {
    if (error instanceof ModelUnavailable && !error.charged)
      await spending.settle(booking.booked, { tokens: 0, microUsd: 0 });
    throw error;
  }
}

/** What a model is booked at whose price nobody knows: as dear as any of the table, so that the day's budget holds. */
const UNKNOWN = { input: 2.5, cached: 2.5, output: 10 };

function cost(usage: ModelUsage, model: Model): { tokens: number; microUsd: number } {
  const tokens = usage.input + usage.output;
  const price = model.price ?? UNKNOWN;
  // A dollar for a million tokens is a millionth of a dollar for one.
  const fresh = usage.input - usage.cached;
  return {
    tokens,
    microUsd: Math.ceil(fresh * price.input + usage.cached * price.cached + usage.output * price.output),
  };
}

/** All that is sent; the most that it can be, as not every endpoint is sent every part. */
function asText({ messages, tools, answer }: ModelQuestion): string {
  const said = messages.map(
    (message) => message.text + ("calls" in message ? JSON.stringify(message.calls) : ""),
  );
  return [...said, JSON.stringify(tools), JSON.stringify(answer)].join("\n");
}
