import type { Anomaly } from "../contracts/anomaly.ts";
import type { Incident } from "../contracts/incident.ts";
import type { Recovery } from "../contracts/recovery.ts";
import type { Observer } from "./ports.ts";
import { whatIsMeasured } from "./what-is-measured.ts";

type Question = Parameters<Observer["recovery"]>[0];

/** What nothing more was seen of for so long holds nobody back: after a change, and while nothing was done. */
const UNSEEN_MS = { remedied: 30_000, alone: 10 * 60_000 };

/**
 * How an incident does, by what is asked of its own objective: `own` is that objective, `whole` all those that broke of the same cause. It has
 * recovered where every one of them has. What got well by itself beside a change that healed counts as well.
 */
export function measureTogether(
  incident: Incident,
  observer: Observer,
  question: Question = whatIsMeasured(incident),
): { own: Recovery; whole: Recovery } {
  const own = observer.recovery(question);
  if (!isWell(own)) return { own, whole: own };
  const { anomaly, related } = incident;
  const others = related.filter(
    (other) => other.fingerprint !== anomaly.fingerprint && holds(other, anomaly, question),
  );
  const unwell = others
    .map((other) => ({ other, found: ofAnother(other, question, observer) }))
    .filter(({ other, found }) => !isWell(found) && !isUnseen(found, other, question));
  const isBad = ({ found }: { found: Recovery }) => found.state === "not-healed" || found.state === "worse";
  const bad = unwell.filter(isBad);
  const [first] = [...bad, ...unwell];
  if (!first) return { own, whole: own };
  const { other, found } = first;
  const where = other.operation === "*" ? other.service : `${other.operation} of ${other.service}`;
  const summary = `${own.summary} But ${where} broke with it (${other.symptom}), and is not well yet. ${found.summary}`;
  return {
    own,
    whole: {
      ...own,
      state: bad.length > 0 && question.remedied ? "not-healed" : "unknown",
      summary,
      others: bad.map(({ other: { fingerprint } }) => fingerprint),
    },
  };
}

/**
 * By the change where it is what serves there, too; else by how it does at this moment: what another service runs is not
 * what was changed, and a start may have been slow.
 */
function ofAnother(other: Anomaly, question: Question, observer: Observer): Recovery {
  const alone = { since: other.onset.at, revision: null, remedied: false, begun: null };
  if (!question.remedied) return observer.recovery({ ...alone, anomaly: other });
  const revision = other.service === question.anomaly.service ? question.revision : null;
  const found = observer.recovery({ ...question, anomaly: other, revision });
  if (isWell(found)) return found;
  const now = observer.recovery({ ...alone, anomaly: other });
  return isWell(now) ? now : found;
}

/**
 * What fills up in another service is felt by nobody yet. Unless traces tie the two it only fell together with this, and
 * where it goes on it is told anew. What began to fill up once the change was on its way is no part of what the change
 * answers, in whatever service: young processes grow.
 */
function holds(other: Anomaly, anomaly: Anomaly, { begun }: Question): boolean {
  if (other.symptom !== "memory" && other.symptom !== "saturation") return true;
  if (begun !== null && Date.parse(other.onset.at) >= Date.parse(begun)) return false;
  if (other.service === anomaly.service) return true;
  return anomaly.blastRadius.includes(other.service) || other.blastRadius.includes(anomaly.service);
}

/** An alert that fires says so; of other things nothing may come for ever. */
function isUnseen(
  { state, measured, at }: Recovery,
  { source, onset }: Anomaly,
  question: Question,
): boolean {
  if (state !== "unknown" || measured || source === "alert") return false;
  const since = Math.max(Date.parse(question.since), Date.parse(onset.at));
  return Date.parse(at) - since > (question.remedied ? UNSEEN_MS.remedied : UNSEEN_MS.alone);
}

function isWell({ state }: Recovery): boolean {
  return state === "healed" || state === "recovered-unexplained";
}
