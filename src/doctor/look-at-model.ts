import type { Settings } from "../contracts/settings.ts";
import type { Finding } from "./finding.ts";

const TIMEOUT_MS = 10_000;

/** Whether the model's endpoint takes the key and knows the model; no question is asked, and nothing is spent. */
export async function lookAtModel(settings: Pick<Settings, "model">): Promise<Finding> {
  const about = "Model";
  const { model } = settings;
  if (!model) return { about, state: "good", says: "none: Brain reasons without one" };
  const url = `${model.baseUrl}/models/${encodeURIComponent(model.model)}`;
  try {
    const answer = await fetch(url, {
      headers: { Authorization: `Bearer ${model.apiKey}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    if (answer.status === 401 || answer.status === 403)
      return {
        about,
        state: "bad",
        says: `${model.baseUrl} does not take OPENAI_API_KEY (${answer.status})`,
        todo: "Copy the key again, or make a new one. Without it Brain reasons alone.",
      };
    if (answer.status === 404)
      return {
        about,
        state: "odd",
        says: `${model.baseUrl} does not know ${model.model}`,
        todo: "Where the endpoint lists no models all may be well. Otherwise set OPENAI_MODEL to one of its own.",
      };
    return answer.ok
      ? { about, state: "good", says: `${model.model} at ${model.baseUrl}` }
      : { about, state: "odd", says: `${model.baseUrl} answered ${answer.status}`, todo: "Try again later." };
  } catch (error) {
    const { cause, message } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    const todo = "Check OPENAI_BASE_URL and the network. Without a model Brain reasons alone.";
    return { about, state: "bad", says: `${model.baseUrl} does not answer: ${why}`, todo };
  }
}
