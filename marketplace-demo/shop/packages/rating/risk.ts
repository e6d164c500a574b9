import { z } from "zod";

const postcode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}$/, "must be a UK postcode, e.g. LS6 2AB");
const excess = z.coerce.number().pipe(z.literal([0, 100, 250, 500, 1000]));

export const motorRisk = z.object({
  product: z.literal("motor"),
  postcode,
  age: z.coerce.number().int().min(17).max(99),
  vehicleGroup: z.coerce.number().int().min(1).max(50),
  annualMileage: z.coerce.number().int().min(0).max(60_000),
  excess,
});

export const homeRisk = z.object({
  product: z.literal("home"),
  postcode,
  propertyType: z.enum(["flat", "terraced", "semi", "detached", "bungalow"]),
  bedrooms: z.coerce.number().int().min(1).max(8),
  yearBuilt: z.coerce.number().int().min(1600).max(2100),
  excess,
});

export const riskSchema = z.discriminatedUnion("product", [motorRisk, homeRisk]);

/** What is to be insured, in the terms that premiums depend on. */
export type Risk = z.infer<typeof riskSchema>;
export type Product = Risk["product"];
