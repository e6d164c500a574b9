import { z } from "zod";
import type { AlertException } from "../../contracts/signal.ts";
import { sanitise } from "../../safety/sanitise.ts";

const MOST_EXCEPTIONS = 5;
const MOST_FRAMES = 30;

const Optional = z.string().nullish().catch(undefined);
const SentryFrame = z
  .object({
    filename: Optional,
    abs_path: Optional,
    module: Optional,
    function: Optional,
    lineno: z.number().int().nonnegative().nullish().catch(undefined),
    in_app: z.boolean().nullish().catch(undefined),
  })
  .nullable()
  .catch(null);
const SentryException = z
  .object({
    type: Optional,
    value: Optional,
    stacktrace: z
      .object({ frames: z.array(SentryFrame).nullish() })
      .nullish()
      .catch(undefined),
  })
  .nullable()
  .catch(null);

/** `event.exception` of a Sentry event; whatever is wrong in it is left out. */
export const SentryExceptions = z
  .object({ values: z.array(SentryException).nullish() })
  .nullish()
  .catch(undefined);

/**
 * A Sentry event's exceptions: what was thrown last comes first, each stack from where it was thrown outwards (Sentry
 * writes both the other way round: https://develop.sentry.dev/sdk/data-model/event-payloads/exception/).
 */
export function sentryExceptions(read: z.infer<typeof SentryExceptions>): AlertException[] {
  return (read?.values ?? [])
    .filter((one) => one !== null)
    .slice(-MOST_EXCEPTIONS)
    .reverse()
    .map(({ type, value, stacktrace }) => ({
      type: sanitise(type || "Error", 200),
      message: sanitise(value ?? "", 1000),
      frames: (stacktrace?.frames ?? []).slice(-MOST_FRAMES).reverse().flatMap(frameOf),
    }));
}

function frameOf(frame: z.infer<typeof SentryFrame>): AlertException["frames"] {
  const path = frame?.abs_path || frame?.filename || frame?.module;
  if (!frame || !path) return [];
  return [
    {
      path: sanitise(path, 500),
      ...(typeof frame.lineno === "number" ? { line: frame.lineno } : {}),
      ...(frame.function ? { function: sanitise(frame.function, 300) } : {}),
      inApp: frame.in_app ?? false,
    },
  ];
}
