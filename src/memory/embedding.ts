/** Texts as vectors, so that texts alike lie near each other. */
export interface Embedding {
  /** Names model and size: vectors of different ones are never compared. Letters, digits and dashes. */
  id: string;
  /** One vector for each text, in order. Throws where they cannot be made. */
  embed(texts: readonly string[]): Promise<number[][]>;
}
