import { IDLE } from "./changes/idle.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { wordsOf } from "./changes/words-of.ts";
import type { ChangeClass } from "./mechanisms/change-class.ts";

/** What decides whom a program calls, and whether anybody may pass. */
const WORD =
  /^(?:(?:host|hostname|port|url|uri|addr|address|endpoint|upstream|broker|server|socket|node|peer)(?:s|es)?|dsn|proxy|proxies|localhost|dns|listen|expose|bootstrap|network|ingress|egress|firewall|primary|replica|ipv[46])$/;
const CLASSES: ReadonlySet<ChangeClass> = new Set<ChangeClass>([
  "address changed",
  "configuration key changed",
  "dependency changed",
  "dependency major changed",
  "feature flag default changed",
  "network access changed",
  "packaging changed",
  "platform changed",
  "retry removed or lowered",
  "setting changed",
  "start-up requirement added",
  "TLS changed",
]);

/** Whether a change may have a program call somebody else than before, or by another way; what cannot be read may do anything. */
export function actsOnAddress({ inert, kind, unread, classes, hunks }: ReadFile): boolean {
  if (inert || IDLE.has(kind)) return false;
  return (
    unread ||
    classes.some(({ change }) => CLASSES.has(change)) ||
    hunks.some(({ lines }) => lines.some((line) => line.kind !== "same" && namesAddress(line.text)))
  );
}

function namesAddress(text: string): boolean {
  const read = text.slice(0, 400);
  if (read.includes("://")) return true;
  return (read.match(/[A-Za-z_][\w-]{0,80}/g) ?? []).some((name) =>
    wordsOf(name).some((word) => WORD.test(word)),
  );
}
