import { type Model, ModelUnavailable } from "../contracts/ports/model.ts";
import type { Pressure } from "../contracts/ports/pressure.ts";

/** The same model, asked one question at a time where memory is short, and none where it is shorter still. */
export function heldBack(model: Model, pressure: Pressure): Model {
  let asked: Promise<unknown> = Promise.resolve();

  async function ask(question: Parameters<Model["ask"]>[0], before: Promise<unknown>) {
    if (pressure.hasGivenUp("one-model-call")) await before;
    if (pressure.hasGivenUp("no-model"))
      throw new ModelUnavailable("resting", "was not asked: memory is short", false);
    return model.ask(question);
  }

  return {
    id: model.id,
    price: model.price,
    ask(question) {
      const answer = ask(question, asked);
      asked = Promise.allSettled([asked, answer]);
      return answer;
    },
  };
}
