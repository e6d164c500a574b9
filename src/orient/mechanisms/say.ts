import type { SymptomClass } from "./symptom-class.ts";

/** Speaks for a class of symptom, as loud as a piece of evidence does; none at all where the weight is none. */
export type Say = (symptom: SymptomClass, weight: number, id: string) => void;
