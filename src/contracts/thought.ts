import { z } from "zod";
import { Instant } from "./instant.ts";

export const Agent = z.enum(["scout", "brain", "guardrail", "fixer"]);
export type Agent = z.infer<typeof Agent>;

/** A short fact that an agent states as it works. People read these live. */
export const Thought = z.object({
  at: Instant,
  agent: Agent,
  text: z.string().max(400),
  /** Evidence items that it rests on. */
  evidence: z.array(z.string()),
});
export type Thought = z.infer<typeof Thought>;
