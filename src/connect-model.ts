import type { Clock } from "./contracts/ports/clock.ts";
import type { Model } from "./contracts/ports/model.ts";
import type { ModelSettings } from "./contracts/settings.ts";

/** OpenAI's client takes its memory and its time at the start only where there is somebody to talk to. */
export async function connectModel(
  settings: ModelSettings,
  clock: Clock,
  log: { warn(fields: Readonly<Record<string, unknown>>, text: string): void },
): Promise<Model> {
  const { openAiModel } = await import("./model/openai-model.ts");
  return openAiModel(settings, clock, (trouble, detail) =>
    log.warn(
      { model: settings.model, trouble, detail },
      "The model did not answer: Brain reasons without it.",
    ),
  );
}
