import type { ReadFile } from "./changes/read-change.ts";
import { wordsOf } from "./changes/words-of.ts";
import type { Finding } from "./finding.ts";
import type { ChangeClass } from "./mechanisms/change-class.ts";
import type { Refusal } from "./refusal.ts";
import { WEIGHTS } from "./weights.ts";

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

/**
 * A refused connection is an answer, and it comes at once: nobody listens there. Whoever calls can bring it about by calling
 * another address and by nothing else: no limit of time, no size of a pool, no other rule. Whoever is called brings it about by
 * not being there. So a commit that acts through neither end is less likely.
 */
export function fitRefused(
  service: string,
  files: readonly ReadFile[],
  refusal: Refusal | null,
): Finding | null {
  if (!refusal || refusal.services.has(service)) return null;
  const concerned = files.some(
    (changed) =>
      !changed.inert &&
      (changed.unread ||
        changed.classes.some(({ change }) => CLASSES.has(change)) ||
        changed.hunks.some(({ lines }) =>
          lines.some(({ kind, text }) => kind !== "same" && namesAddress(text)),
        )),
  );
  if (concerned) return null;
  return {
    family: "place",
    weight: WEIGHTS.place.notAboutRefusal,
    text: `Connections are refused${
      refusal.by === "store" ? " by a store" : ""
    }, and it changes nothing about whom is called, nor anything of who is.`,
    evidence: refusal.evidence,
  };
}

function namesAddress(text: string): boolean {
  return (
    /:\/\//.test(text) ||
    (text.slice(0, 400).match(/[A-Za-z_][\w-]{0,80}/g) ?? []).some((name) =>
      wordsOf(name).some((word) => WORD.test(word)),
    )
  );
}
