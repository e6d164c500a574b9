import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import type { ChangeClass } from "./mechanisms/change-class.ts";
import type { SeenSign, Sign } from "./signs.ts";
import { WEIGHTS } from "./weights.ts";

const W = WEIGHTS.place;

/** What a change has to be about to bring such an error about: a word of its lines or path, or a class. */
const ABOUT: Readonly<
  Partial<
    Record<
      Sign,
      {
        word: RegExp;
        classes: readonly ChangeClass[];
        /** Of these each brings such an error about by itself. */
        causes?: readonly ChangeClass[];
        weight: number;
        of: string;
      }
    >
  >
> = {
  certificate: {
    word: /cert|tls|ssl|truststore|keystore|ca[-_.]?(?:bundle|file|path)|https?:|\.pem\b|\.crt\b|verify|hostname/i,
    classes: [
      "TLS changed",
      "address changed",
      "platform changed",
      "dependency major changed",
      "dependency changed",
    ],
    weight: W.notAboutCertificate,
    of: "certificates",
  },
  "name resolution": {
    word: /host|url|uri|dns|endpoint|addr|resolv|domain|https?:|namespace|broker|bootstrap/i,
    classes: ["address changed", "platform changed"],
    weight: W.notAboutName,
    of: "names or addresses",
  },
  "disk full": {
    word: /\blogs?\b|logg|tmp|temp|volume|disk|retention|rotat|clean|unlink|quota|emptyDir|mount|storage|archive|dump|spool|unlink|remove_?(?:file|dir)|delete_?(?:file|if)|rmtree|rmSync|\brm\b/i,
    causes: ["resource not released", "eviction removed", "log level lowered"],
    classes: ["platform changed", "container resources lowered"],
    weight: W.notAboutDisk,
    of: "what fills a disk",
  },
  "out of descriptors": {
    word: /close|dispos|release|finally|defer|\bwith\b|using|socket|conn|client|http|file|stream|body|pool|keep-?alive|listen|watch|fork|spawn|exec|open/i,
    causes: ["resource not released"],
    classes: ["platform changed", "container resources lowered", "limit raised"],
    weight: W.notAboutDescriptors,
    of: "what is opened and closed",
  },
  "too few replicas": {
    word: /replica|\backs\b|\bisr\b|in[-_.]?sync|broker|bootstrap|topic/i,
    classes: ["address changed", "platform changed", "dependency major changed"],
    weight: W.notAboutBroker,
    of: "how a broker keeps messages",
  },
  "rate limited": {
    word: /limit|throttl|quota|\brate|retry|retries|attempt|batch|burst|interval|schedul|cron|concurren|parallel|cache|loop|\bfor\b|\bwhile\b|each\b|\bmap\(|key|token|account|tenant/i,
    classes: ["address changed", "authentication changed", "platform changed", "dependency major changed"],
    weight: W.notAboutRate,
    of: "how often anything is asked for",
  },
  "database unavailable": {
    word: /\bdb\b|database|dsn|postgres|mysql|jdbc|primary|replica|failover|sql/i,
    classes: ["address changed", "platform changed", "dependency major changed"],
    weight: W.notAboutDatabase,
    of: "the database's address",
  },
};
/** Of all new errors, so many must say it. */
const MOST_SAY = 0.5;

/**
 * Where the errors themselves name a cause that lies outside of most changes, a commit that says not a word of it is less
 * likely.
 */
export function fitSign(files: readonly ReadFile[], signs: readonly SeenSign[]): Finding | null {
  for (const { sign, share, evidence } of signs) {
    const about = ABOUT[sign];
    if (!about || share < MOST_SAY) continue;
    for (const { path, inert, classes } of files) {
      const cause = inert ? undefined : classes.find(({ change }) => about.causes?.includes(change));
      if (cause)
        return {
          family: "place",
          weight: WEIGHTS.place.leavesMore,
          text: `The errors say ${sign}, and it leaves more behind than before.`,
          evidence,
          line: { path, line: cause.line },
        };
    }
    const says = (text: string) => about.word.test(text.slice(0, 400));
    const concerned = files.some(
      (changed) =>
        !changed.inert &&
        (changed.unread ||
          says(changed.path) ||
          changed.classes.some(({ change }) => about.classes.includes(change)) ||
          changed.hunks.some(({ lines }) => lines.some(({ kind, text }) => kind !== "same" && says(text)))),
    );
    if (concerned) continue;
    return {
      family: "place",
      weight: about.weight,
      text: `The errors say ${sign}, and it changes nothing about ${about.of}.`,
      evidence,
    };
  }
  return null;
}
