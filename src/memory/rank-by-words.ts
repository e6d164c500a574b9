import MiniSearch from "minisearch";
import { wordsOf } from "./local-embedding.ts";

/** Texts taken up before others get their turn. */
const AT_A_TIME = 50;

/** Which texts share the question's words, by BM25+ (Lv and Zhai, 2011), the best first; those that share none are left out. */
export async function rankByWords(
  question: string,
  texts: readonly { id: string; text: string }[],
  limit: number,
): Promise<string[]> {
  const index = new MiniSearch<{ id: string; text: string }>({ fields: ["text"], tokenize: wordsOf });
  await index.addAllAsync(texts, { chunkSize: AT_A_TIME });
  return index
    .search(question, { combineWith: "OR" })
    .slice(0, limit)
    .map(({ id }) => String(id));
}
