import { z } from "zod";

/** The shape of `config/payments.yml`. */
export const paymentsSettings = z.object({
  largest_charge_pence: z.int().positive(),
  largest_payout_pence: z.int().positive(),
});

export type PaymentsSettings = z.infer<typeof paymentsSettings>;
