import { z } from "zod";
import type { ChangeClass } from "./change-class.ts";
import type { SymptomClass } from "./symptom-class.ts";

/** When a change of a class begins to hurt, counted from when it went live. */
export const Bites = z.enum(["at once", "when used", "under load", "over time", "at the next start"]);
export type Bites = z.infer<typeof Bites>;

/** One row of the table: what a class of change can do. */
export interface Mechanism {
  change: ChangeClass;
  bites: Bites;
  /** What it can do, in one clause. */
  how: string;
  /**
   * Logarithm of the likelihood ratio for each class of symptom: how much oftener a change of this class
   * stands behind that symptom than a change picked at random from those that get deployed.
   */
  weight: Readonly<Partial<Record<SymptomClass, number>>>;
  /** The same for the classes that are not named. */
  otherwise: number;
  /** It depends on what is asked: it may well hit one tenant or one record and spare the rest. */
  picks: boolean;
  /** Public post-mortems where this is seen, or the specification that says it. */
  sources: readonly string[];
}

/** What a row must be; what TypeScript cannot say of the table's own text. */
export const MechanismRow = z.object({
  change: z.string().min(3),
  bites: Bites,
  how: z.string().min(5).max(140),
  weight: z.record(z.string(), z.number().min(-3).max(3)),
  otherwise: z.number().min(-3).max(0.5),
  picks: z.boolean(),
  sources: z.array(z.url()).min(1),
});
