import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const CACHE =
  /^(?:cache[ds]?|cachex|nebulex|caffeine|caching|cacheable|memo|memoize[ds]?|memoise|lru|cacher|memcache[d]?)$/;

/** A cache that is gone, and one that is asked by another key. */
export function caches(edit: Edit): ClassifiedChange[] {
  const uses = shift(edit, usesOf);
  if (uses.gone.length > 0 && uses.come.length === 0 && uses.gone.length >= 1)
    return found(edit, "cache removed", uses.gone);
  const keys = shift(edit, (side) => [...keysOf(side), ...formatsOf(side, edit)]);
  // A lone name says nothing of what the key is made of, but where it takes the place of more, or more takes its place.
  return keys.gone.length > 0 &&
    keys.come.length > 0 &&
    ![...keys.gone, ...keys.come].every(({ key }) => isLone(key))
    ? found(edit, "key of the cache changed", keys.come)
    : [];
}

function usesOf(side: Side): Sign[] {
  return side.tokens
    .filter((token) => token.kind === "word" && wordsOf(token.text).some((word) => CACHE.test(word)))
    .filter(
      (token) =>
        !wordsOf(token.text).some((word) => /^(?:ttl|age|expir\w*|seconds|time|control|maxage)$/.test(word)),
    )
    .map((token) => ({ key: "cache", token }));
}

/** What is handed to a cache as its key, and what keys are made of. */
function keysOf(side: Side): Sign[] {
  const signs: Sign[] = [];
  for (const call of side.calls) {
    const words = wordsOf(`${call.on} ${call.name}`);
    const makes = /key$/i.test(call.name) && words.some((word) => CACHE.test(word));
    const asks =
      words.some((word) => CACHE.test(word)) &&
      /^(?:get|set|fetch|read|write|put|has|wrap|getOrSet|get_or_set|computeIfAbsent|GetOrCreate\w*|remember)$/.test(
        call.name,
      );
    if (makes || asks) add(signs, side, call.from, firstComma(side, call.from, call.to));
  }
  for (const [i, token] of side.tokens.entries()) {
    const name = token.kind === "word" ? wordsOf(token.text) : [];
    if (
      name.at(-1) === "key" &&
      (name.length > 1 ? name.some((word) => CACHE.test(word)) : true) &&
      /^(?:=|:=)$/.test(side.tokens[i + 1]?.text ?? "")
    ) {
      let end = i + 2;
      while (end < side.tokens.length && end < i + 40 && side.tokens[end]?.line === token.line) end += 1;
      add(signs, side, i + 2, end);
    }
  }
  return signs;
}

/** Texts with a prefix and what is filled in behind it, in a file that is about a cache: `"eta:%.3f,%.3f"`, `f"user:{id}"`. */
function formatsOf(side: Side, { path, hunk }: Edit): Sign[] {
  const about = wordsOf(path.slice(-80)).concat(wordsOf(hunk.heading));
  if (!about.some((word) => CACHE.test(word))) return [];
  return side.tokens
    .filter(({ kind, text }) => kind === "text" && /^[\w-]{1,40}[:/|].{0,100}[%{$]/.test(text.slice(0, 160)))
    .map((token) => ({ key: token.text, token }));
}

function add(signs: Sign[], side: Side, from: number, to: number): void {
  const tokens = side.tokens.slice(from, Math.min(to, from + 40));
  const token = tokens.find((one) => side.touched(one)) ?? tokens[0];
  if (token) signs.push({ key: tokens.map((one) => one.text).join(" "), token });
}

function firstComma(side: Side, from: number, to: number): number {
  let depth = 0;
  for (let i = from; i < to; i++) {
    const text = side.tokens[i]?.text ?? "";
    if (/^[([{]$/.test(text)) depth += 1;
    else if (/^[)\]}]$/.test(text)) depth -= 1;
    else if (text === "," && depth === 0) return i;
  }
  return to;
}

function isLone(key: string): boolean {
  return /^[\w$@]{1,80}$/.test(key);
}
