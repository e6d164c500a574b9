import { z } from "zod";
import { homeRisk, motorRisk } from "../../packages/rating/risk.ts";

const kindNew = { kind: z.literal("new"), coverStart: z.iso.date().optional() };

/** The body of `POST /quotes`. */
export const quoteRequest = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("renewal"),
    previousPolicy: z.string().regex(/^POL-[0-9]{8}$/, "must look like POL-20000042"),
    excess: z.coerce
      .number()
      .pipe(z.literal([0, 100, 250, 500, 1000]))
      .optional(),
  }),
  z.discriminatedUnion("product", [motorRisk.extend(kindNew), homeRisk.extend(kindNew)]),
]);

export type QuoteRequest = z.infer<typeof quoteRequest>;
