/** From which seed variants are drawn, and how many of each incident. */
export const VARIANTS = { seed: Number(process.env.DIAGNOSIS_SEED ?? 20_261_122), each: 4 };
