import { z } from "zod";

/**
 * What the engine says of an incident for machines, hidden in the issue that it writes for people. The diagnosis' own
 * fields are null until there is one.
 */
const Marker = z.object({
  decision: z.string().nullish(),
  suspect: z.string().nullish(),
  confidence: z.number().nullish(),
  remedy: z.string().nullish(),
  service: z.string().nullish(),
  verdict: z.string().nullish(),
  recovery: z.string().nullish(),
  tokens: z.number().nullish(),
});

export type Summary = {
  diagnosis: {
    decision: string;
    suspect: string | null;
    confidence: number;
    remedy: string;
    service: string;
  } | null;
  verdict: string | null;
  recovery: string | null;
  tokens: number;
};

const HIDDEN = /<!-- sre-space:incident (\{.*?\}) -->/;

/** The summary in the hidden marker of an issue's body; undefined where there is none. */
export function readMarker(body: string): Summary | undefined {
  const hidden = HIDDEN.exec(body)?.[1];
  if (hidden === undefined) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(hidden);
  } catch {
    return undefined;
  }
  const parsed = Marker.safeParse(raw);
  if (!parsed.success) return undefined;
  const { decision, suspect, confidence, remedy, service, verdict, recovery, tokens } = parsed.data;
  return {
    diagnosis: decision
      ? {
          decision,
          suspect: suspect ?? null,
          confidence: confidence ?? 0,
          remedy: remedy ?? "none",
          service: service ?? "",
        }
      : null,
    verdict: verdict ?? null,
    recovery: recovery ?? null,
    tokens: tokens ?? 0,
  };
}
