import type { Embedding } from "./embedding.ts";

const SIZE = 384;
const GRAM = 3;
const WORD_WEIGHT = 1;
const GRAM_WEIGHT = 0.35;

/**
 * Needs no download, no network and no state: words and the three-letter pieces of them, hashed into a vector with a
 * sign of their own (Weinberger et al., 2009, Feature Hashing for Large Scale Multitask Learning,
 * https://arxiv.org/abs/0902.2206), each by the logarithm of how often it comes, at length one. Pieces let
 * `priceTable` meet `price_tables`. How rare a word is, which takes a corpus to know, is BM25's to say beside it.
 */
export const localEmbedding: Embedding = {
  id: `hashed-${SIZE}-1`,
  async embed(texts) {
    return texts.map(vectorOf);
  },
};

function vectorOf(text: string): number[] {
  const counts = new Map<string, number>();
  const count = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (const word of wordsOf(text)) {
    count(`w:${word}`);
    const framed = `^${word}$`;
    for (let i = 0; i + GRAM <= framed.length; i++) count(`g:${framed.slice(i, i + GRAM)}`);
  }
  const vector = new Array<number>(SIZE).fill(0);
  for (const [feature, times] of counts) {
    const hash = fnv1a(feature);
    const weight = (1 + Math.log(times)) * (feature.startsWith("w:") ? WORD_WEIGHT : GRAM_WEIGHT);
    const index = (hash >>> 1) % SIZE;
    vector[index] = (vector[index] ?? 0) + ((hash & 1) === 0 ? weight : -weight);
  }
  const length = Math.hypot(...vector);
  // A vector of no length has no direction to compare.
  if (length === 0) return vector.with(0, 1);
  return vector.map((value) => value / length);
}

/** Lower-case words, names in camel case taken apart. */
export function wordsOf(text: string): string[] {
  return (
    text
      .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** 32 bits, http://www.isthe.com/chongo/tech/comp/fnv/, its last bits stirred, as the sign is taken from one of them. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 15)) >>> 0;
}
