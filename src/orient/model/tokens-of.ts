/** Fewer than in plain English: code, identifiers and SHAs take more tokens. */
const CHARACTERS_A_TOKEN = 3;

/** About how many tokens a text takes, rather too many than too few; tokenizers differ from model to model. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}
