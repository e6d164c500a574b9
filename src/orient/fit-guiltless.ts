import type { EvidenceOf } from "../contracts/evidence.ts";
import { FLAG_KEY, PLACE_KEY, placeSplit, REVISION_KEY, splits, splitsAlike } from "./attribute-splits.ts";
import type { CaseFile } from "./case-file.ts";
import type { Finding } from "./finding.ts";
import { queryOf, type SlowSpan } from "./fit-spans.ts";
import { fitTold } from "./fit-told.ts";
import { isForeignRevision } from "./foreign-revision.ts";
import type { GuiltlessName } from "./guiltless.ts";
import { isStatement } from "./is-statement.ts";
import { callsOut } from "./mechanisms/calls-out.ts";
import type { SymptomMix } from "./mechanisms/symptom-mix.ts";
import { onsetOf } from "./onset.ts";
import { outsideOf } from "./outside.ts";
import type { Refusal } from "./refusal.ts";
import type { SeenSign, Sign } from "./signs.ts";
import { statementsAlike } from "./statements-alike.ts";
import { timeRatio } from "./time-ratio.ts";
import { loadGrowth } from "./traffic-growth.ts";
import { unreadInStep } from "./unread-in-step.ts";
import { WEIGHTS } from "./weights.ts";
import { wellInItself } from "./well-in-itself.ts";

const W = WEIGHTS.guiltless;

/** Which cause an error speaks for that names its own kind. */
const SIGNS: Readonly<Partial<Record<GuiltlessName, Readonly<Partial<Record<Sign, number>>>>>> = {
  "name resolution": { "name resolution": W.nameNotFound },
  certificate: { certificate: W.certificate },
  network: { "connection lost": W.connectionLost, "connection refused": W.refused, timeout: W.timeout },
  platform: {
    "disk full": W.diskFull,
    "broker blocked": W.brokerBlocked,
    "too few replicas": W.fewReplicas,
    "connection refused": W.refused,
  },
  database: { "database unavailable": W.databaseDown, lock: W.lock, "disk full": W.databaseDisk },
  operator: { rejected: W.rejected },
  "outside provider": {
    timeout: W.timeout,
    rejected: W.rejected,
    "rate limited": W.rejected,
    "a page for an answer": W.pageForAnswer,
  },
};

/** What a peer says that answers, and will not do what it is asked. */
const REFUSALS: ReadonlySet<Sign> = new Set(["rejected", "rate limited"]);
/** By so much of the localisation a peer outside is named at all: of one that refuses, most falls to the one who asks. */
const NAMED = 0.015;

/** What the evidence says for a guiltless cause by itself, apart from how badly the commits fit. */
export function fitGuiltless(
  mechanism: GuiltlessName,
  signs: readonly SeenSign[],
  refusal: Refusal | null,
  slow: readonly SlowSpan[],
  mix: SymptomMix,
  file: CaseFile,
): Finding[] {
  const findings: Finding[] = [];
  const say = (family: Finding["family"], weight: number, text: string, evidence: readonly string[]) => {
    findings.push({ family, weight, text, evidence });
  };
  const peers = outsideOf(file);
  const refusesUs = peers.some(({ kind, score }) => kind === "outside" && score >= NAMED);
  for (const { sign, share, type, evidence } of signs) {
    const refused = mechanism === "outside provider" && refusesUs && REFUSALS.has(sign);
    const weight = refused ? W.refusedOutside : SIGNS[mechanism]?.[sign];
    if (weight) say("sign", weight * Math.min(1, share), `Requests fail with ${type}: ${sign}.`, evidence);
  }
  if (refusal?.by === "store" && mechanism === "database")
    say(
      "sign",
      W.refusedByStore,
      "The driver of a store says that connections are refused.",
      refusal.evidence,
    );
  if (refusal?.by === "outside" && mechanism === "outside provider")
    say(
      "sign",
      W.refusedByOutside,
      "Connections are refused, and a peer outside is among the places where it may have begun.",
      refusal.evidence,
    );
  const asOften = slow.filter(
    ({ item }) => item.perRequest.before > 0 && item.perRequest.after < 1.5 * item.perRequest.before,
  );
  switch (mechanism) {
    case "outside provider": {
      const [peer] = peers.filter(({ kind }) => kind === "outside");
      const outward = slow.find(
        ({ item }) => isOutward(item, peer !== undefined) && sameNumber(item) && isSlower(item),
      );
      const times = outward ? outward.item.ownMs.after / Math.max(1, outward.item.ownMs.before) : 0;
      const ours =
        (mix.shares.get("throws by mistake") ?? 0) >= MOSTLY ||
        signs.some(({ sign, share }) => sign === "out of descriptors" && share >= MOSTLY);
      const impatient =
        signs.some(({ sign, share }) => sign === "timeout" && share >= MOSTLY) && times < FAR_SLOWER;
      if (peer && peer.score >= 0.3)
        say(
          "exposure",
          W.outsidePeer * Math.min(1, peer.score / 0.6) * (ours || impatient ? W.outsideDoubted : 1),
          `The traces say that it began at ${peer.name}, which is none of the services here.`,
          [],
        );
      if (outward)
        say(
          "place",
          times >= FAR_SLOWER ? W.farSlowerCall : W.slowCall,
          `The time goes into a call that is made as often as before and now takes ${times.toFixed(1)} times as long.`,
          [outward.item.id],
        );
      break;
    }
    case "database": {
      const alike = statementsAlike(file);
      if (alike) {
        say(
          "place",
          W.statementsAlike,
          `Every statement takes about ${Math.round(alike.extraMs)} ms longer, whatever it asks for.`,
          alike.evidence,
        );
        break;
      }
      const query = asOften.find(({ item }) => queryOf(item) !== null);
      if (query)
        say("place", W.slowQuery, "A query that ran before, as often as before, takes longer now.", [
          query.item.id,
        ]);
      break;
    }
    case "node":
      findings.push(...oneNode(file));
      break;
    case "data":
      findings.push(...oneKey(file));
      break;
    case "traffic": {
      const growth = loadGrowth(file);
      if (!growth) break;
      const { times, evidence } = growth;
      if (times >= 1.6)
        say(
          "sign",
          Math.min(W.mostTraffic, W.traffic * Math.log2(times)),
          `${times.toFixed(1)} times as many requests come in as before.`,
          evidence,
        );
      else say("exposure", W.sameTraffic, "No more requests come in than before.", evidence);
      break;
    }
    case "feature flag":
      findings.push(...flagged(file));
      break;
    case "operator":
      findings.push(...heldByHand(file));
      break;
    case "network":
      findings.push(...lostOnTheWay(file));
      break;
    case "deployment from elsewhere":
      findings.push(...elsewhere(file));
      break;
    case "a change that I cannot see": {
      const unread = unreadInStep(file);
      if (unread > 0)
        say(
          "prior",
          WEIGHTS.unreadInStep,
          `${unread} of the changes between the last healthy and the failing revision could not be read.`,
          [],
        );
      else if (file.truncated) say("prior", 1, "More was deployed in that time than was read.", []);
      break;
    }
  }
  const entry = fitTold(mechanism, file);
  return entry ? [...findings, entry] : findings;
}

const OF_THE_REQUEST_KIND =
  /(?:^|[/.])(?:http\.(?:route|method|request\.method|status_code|response\.status_code)|error\.type|exception\.\w+|rpc\.(?:method|service)|url\.(?:path|full)|db\.\w[\w.]*|server\.address|server\.port|net\.\w[\w.]*|otel\.\w+|messaging\.\w[\w.]*)$/;

const MOSTLY = 0.5;
const SLOWER = 1.5;
const FAR_SLOWER = 3;

/** A call to somebody else; one that names the code that makes it is one only where the traces point outside. */
function isOutward(item: SlowSpan["item"], pointed: boolean): boolean {
  return !isStatement(item) && item.span !== item.operation && (callsOut(item) || pointed);
}

function isSlower({ ownMs: { before, after } }: SlowSpan["item"]): boolean {
  return after >= SLOWER * before;
}

/** As often as before; bad requests are those that come to make the call at all, so one a request may be more than before. */
function sameNumber({ perRequest: { before, after } }: SlowSpan["item"]): boolean {
  return before > 0 && (after < 1.5 * before || (before >= 0.2 && after <= 1.05));
}

const NEAR_MS = 60_000;
/** From its first request to its first span. */
const HEARD_WITHIN_MS = 5_000;

const CLOCK = /(?:^|[._])(?:clock|ntp|chrony)[._]\w*(?:offset|drift|skew|error)|time[._]offset/i;
/** Time that a machine's processors gave to somebody else's guests. */
const STOLEN = /(?:^|[._])cpu[._](?:\w+[._])?steal/i;
/** A lock's holder, as a database names the client of somebody at a terminal. */
const BY_HAND = /\bapplication_name=(?:psql|pgcli|pgAdmin|DBeaver|DataGrip|mysql|MySQLWorkbench)\b/;
const PACKETS = /packet[._]?loss|retrans|network[._](?:errors|dropped)|net[._]?(?:err|drop)/i;
const TELLING_DEVIATIONS = 5;

/** A metric of the machine that moved with the failure, and that no commit of a service moves. */
function machineMetric(file: CaseFile, name: RegExp, weight: number, what: string): Finding[] {
  const item = file.evidence.items.find(
    (one): one is EvidenceOf<"metric"> =>
      one.kind === "metric" && name.test(one.metric) && (one.deviations ?? 0) >= TELLING_DEVIATIONS,
  );
  return item ? [{ family: "sign", weight, text: what, evidence: [item.id] }] : [];
}

/** Calls of it fail, and it answers well whatever it sees: they are lost on the way. */
function lostOnTheWay(file: CaseFile): Finding[] {
  const packets = machineMetric(file, PACKETS, W.packets, "Packets are lost.");
  if (wellInItself(file.anomaly.service, file) !== "lost") return packets;
  const text = `${file.anomaly.service} answers well what reaches it, while those that call it fail.`;
  return [...packets, { family: "exposure", weight: W.unheardCalls, text, evidence: [] }];
}

/** What waits says that a session which somebody opened by hand holds what it waits for. */
function heldByHand({ evidence }: CaseFile): Finding[] {
  const item = evidence.items.find(
    (one): one is EvidenceOf<"log"> =>
      one.kind === "log" && one.countBefore <= 0.2 * one.count && BY_HAND.test(one.template),
  );
  const text = "What waits is held up by a session that somebody opened by hand.";
  return item ? [{ family: "sign", weight: W.byHand, text, evidence: [item.id] }] : [];
}

function oneNode(file: CaseFile): Finding[] {
  const clock = [
    ...machineMetric(file, CLOCK, W.clock, "The clock of a machine is off."),
    ...machineMetric(file, STOLEN, W.stolen, "Machines lose their processors to others."),
  ];
  const split = placeSplit(file);
  if (!split) return clock;
  return [
    ...clock,
    {
      family: "exposure",
      weight: W.oneNode,
      text: `${split.bad.having} of ${split.bad.requests} bad requests were served in one place, and ${split.good.having} of ${split.good.requests} good ones.`,
      evidence: [split.id],
    },
  ];
}

const FEWEST_ALONE = 10;

/** The split of bad from good requests by a value of their own: a tenant, a record, a region of customers. */
function oneKey(file: CaseFile): Finding[] {
  const split = splits(file).find(
    (one) =>
      ![PLACE_KEY, REVISION_KEY, FLAG_KEY].some((pattern) => splitsAlike(one, pattern)) &&
      !OF_THE_REQUEST_KIND.test(one.key) &&
      one.good.having / Math.max(1, one.good.requests) <= 0.25,
  );
  if (!split) return [];
  const alone =
    split.concurrent &&
    split.bad.requests >= FEWEST_ALONE &&
    split.bad.having >= 0.95 * split.bad.requests &&
    split.good.having <= 0.02 * split.good.requests;
  return [
    {
      family: "place",
      weight: alone ? W.oneKeyAlone : split.concurrent ? W.oneKey : W.oneKey / 2,
      text: `${split.bad.having} of ${split.bad.requests} bad requests share one value of ${split.key}, and ${split.good.having} of ${split.good.requests} good ones.`,
      evidence: [split.id],
    },
  ];
}

function flagged(file: CaseFile): Finding[] {
  const split = splits(file).find((one) => splitsAlike(one, FLAG_KEY));
  if (!split) return [];
  // A variant that nobody had before the onset: it was turned then, and code that was there before runs.
  const turned = !split.concurrent && split.good.having <= 0.05 * split.good.requests;
  return [
    {
      family: "told",
      weight: turned ? W.flagTurned : W.flagSplit,
      text: turned
        ? "The bad requests have a variant of a flag that no request had before."
        : "The bad requests have one variant of a flag, and the good ones another.",
      evidence: [split.id],
    },
  ];
}

/** A service on the way began to serve a revision that is no commit of this repository; closeness in time counts as a commit's does. */
function elsewhere(file: CaseFile): Finding[] {
  const onset = onsetOf(file);
  for (const item of file.evidence.items) {
    if (item.kind !== "change" || item.what !== "revision" || !item.revision) continue;
    const at = Date.parse(item.at);
    if (at < onset.earliest - NEAR_MS || at > onset.latest + 5_000) continue;
    if (!isForeignRevision(item, file)) continue;
    const close = timeRatio({ fromMs: at - HEARD_WITHIN_MS, toMs: at }, false, onset, file);
    return [
      {
        family: "exposure",
        weight: W.elsewhere + Math.max(0, Math.min(W.close, close)),
        text: `${item.service ?? "A service"} began to serve a revision that is no commit of this repository.`,
        evidence: [item.id],
      },
    ];
  }
  return [];
}
