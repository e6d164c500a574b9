import { templateOf } from "../failures/template-of.ts";

export const WILD = "<*>";
const MAX_TOKENS = 40;
const SIMILAR = 0.5;
const MAX_PER_LEAF = 40;

export interface Template {
  tokens: string[];
}

/**
 * Groups lines into templates by a tree of fixed depth, as Drain does (He, Zhu, Zheng and Lyu, ICWS 2017): first by the
 * number of tokens, then by the first token, then to the most similar template, whose differing tokens become
 * wildcards. What is plainly a value (numbers, ids, addresses, quoted text) is masked beforehand, so that most lines
 * are their template. Bounded: a full leaf takes a line into its most similar template, whatever is left of that.
 */
export class TemplateMiner<T extends Template> {
  private readonly leaves = new Map<string, T[]>();
  private readonly begin: (tokens: string[]) => T;

  constructor(begin: (tokens: string[]) => T) {
    this.begin = begin;
  }

  add(message: string): T {
    const tokens = tokensOf(message);
    const first = tokens[0] ?? "";
    const key = `${tokens.length}\0${/[\d<]/.test(first) ? WILD : first}`;
    let leaf = this.leaves.get(key);
    if (!leaf) {
      leaf = [];
      this.leaves.set(key, leaf);
    }
    let best: T | null = null;
    let most = -1;
    for (const one of leaf) {
      const same = similarity(one.tokens, tokens);
      if (same > most) {
        best = one;
        most = same;
      }
    }
    if (!best || (most < SIMILAR && leaf.length < MAX_PER_LEAF)) {
      const template = this.begin(tokens);
      leaf.push(template);
      return template;
    }
    if (most < 1) {
      for (let i = 0; i < tokens.length; i++) if (best.tokens[i] !== tokens[i]) best.tokens[i] = WILD;
    }
    return best;
  }

  forget(template: T): void {
    for (const [key, leaf] of this.leaves) {
      const at = leaf.indexOf(template);
      if (at < 0) continue;
      leaf.splice(at, 1);
      if (leaf.length === 0) this.leaves.delete(key);
      return;
    }
  }
}

function tokensOf(message: string): string[] {
  const line = message.trimStart().split(/[\r\n]/, 1)[0] ?? "";
  const tokens = templateOf(line, 500)
    .split(/\s+/)
    .filter((token) => token !== "");
  return tokens.length > MAX_TOKENS ? [...tokens.slice(0, MAX_TOKENS - 1), WILD] : tokens;
}

/** Share of places that say the same; a wildcard agrees with anything, but tells nothing. */
function similarity(template: readonly string[], tokens: readonly string[]): number {
  if (tokens.length === 0) return 1;
  let same = 0;
  let wild = 0;
  for (let i = 0; i < tokens.length; i++) {
    if (template[i] === WILD) wild++;
    else if (template[i] === tokens[i]) same++;
  }
  if (same + wild === tokens.length) return 1;
  return same / tokens.length;
}
