import type { NoChangeSet } from "../../contracts/change-set.ts";
import type { Diagnosis, Hypothesis, Remedy } from "../../contracts/diagnosis.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import { sanitise } from "../../safety/sanitise.ts";

type Look = NonNullable<NoChangeSet["look"]>[number];

/** Less probable ones are not worth a person's minute. */
const WORTH_A_LOOK = 0.05;
const MOST = 8;

/** Where a person looks first, by what may have done it. */
const WHERE: Readonly<Record<string, string>> = {
  "outside provider":
    "The provider's status page, and its answers in the traces: since when, and for all calls or for some.",
  network:
    "Whether the two sides reach each other: connections refused or cut, and since when, by zone and by machine.",
  "name resolution": "What the name resolves to from inside the service, and the resolver's own errors.",
  certificate: "When the certificates on the way expire, and who issued them.",
  node: "The one machine, zone or process that differs: take it out of rotation, and see whether the failures go with it.",
  traffic:
    "What requests came that did not come before: by route, by client, by size. Then limits and replicas.",
  data: "The records in the failing requests: what they have in common that the others lack.",
  database: "Locks, running statements, query plans, disk and failovers of the database since the onset.",
  operator:
    "Who did something by hand in production at the onset: consoles, secrets, scripts, their audit logs.",
  "feature flag": "Which flags were turned shortly before the onset, and for whom.",
  platform: "The platform's events since the onset: quotas, disks, evictions, its own status page.",
  "deployment from elsewhere":
    "What was deployed of the services that this one calls, in their own repositories.",
  "a change that I cannot see":
    "Flags, settings and secrets that live outside of this repository, and when they were last changed.",
};

/** Nothing is to be changed: says what to look at, with links. */
export function planNone(diagnosis: Diagnosis, { summary }: Remedy, reader: RepoReader): NoChangeSet {
  const look = [
    ...diagnosis.hypotheses
      .filter(({ probability }) => probability >= WORTH_A_LOOK)
      .slice(0, 4)
      .flatMap((hypothesis) => looksAt(hypothesis, diagnosis)),
    ...diagnosis.wouldSettle.slice(0, 2).map((text) => ({ text: sanitise(text, 500) })),
    ...(diagnosis.seenBefore ?? []).flatMap((past) => seen(past, diagnosis, reader)),
  ];
  return {
    kind: "unplanned",
    remedy: "none",
    reason: summary,
    conflicts: [],
    ...(look.length > 0 ? { look: look.slice(0, MOST) } : {}),
  };
}

function looksAt({ suspect, commit, mechanism, probability }: Hypothesis, diagnosis: Diagnosis): Look[] {
  const percent = `${Math.round(probability * 100)}%`;
  if (suspect === null || !commit) {
    const where = WHERE[mechanism];
    return where === undefined ? [] : [{ text: `${where} (${mechanism}: ${percent})` }];
  }
  const short = suspect.slice(0, 7);
  const root = commit.url.replace(/\/commit\/[^/]*$/, "");
  const { failing } = diagnosis.revisions;
  const ref = failing !== null && /^[0-9a-f]{40,64}$/.test(failing) ? failing : suspect;
  return [
    linked(`${short} "${sanitise(commit.subject, 120)}" (${percent})`, commit.url),
    ...(commit.line
      ? [
          linked(
            `Line ${commit.line.line} of ${sanitise(commit.line.path, 200)}, which it changed`,
            root === commit.url
              ? ""
              : `${root}/blob/${ref}/${commit.line.path.split("/").map(encodeURIComponent).join("/")}#L${commit.line.line}`,
          ),
        ]
      : []),
  ];
}

function seen(
  { issue, ending }: NonNullable<Diagnosis["seenBefore"]>[number],
  { hypotheses }: Diagnosis,
  { repository }: RepoReader,
): Look[] {
  if (issue === null) return [];
  const url = hypotheses.find(({ commit }) => commit)?.commit?.url ?? "";
  const at = url.indexOf(`/${repository}/commit/`);
  const how =
    ending === "healed"
      ? "was healed"
      : ending === "not-healed"
        ? "was not healed by what was done"
        : "ended unexplained";
  return [
    linked(
      `The same was seen in #${issue}, and ${how}.`,
      at < 0 ? "" : `${url.slice(0, at)}/${repository}/issues/${issue}`,
    ),
  ];
}

function linked(text: string, url: string): Look {
  return /^https?:\/\/\S{1,1900}$/.test(url)
    ? { text: text.slice(0, 500), url }
    : { text: text.slice(0, 500) };
}
