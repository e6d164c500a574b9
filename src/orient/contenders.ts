import type { CaseFile } from "./case-file.ts";
import { causalPath } from "./causal-path.ts";
import { IDLE } from "./changes/idle.ts";
import { type ReadCandidate, readChange } from "./changes/read-change.ts";
import { type Exposure, exposureOf } from "./exposure.ts";
import type { Finding } from "./finding.ts";
import { fitAddressKin } from "./fit-address-kin.ts";
import { fitAmplification } from "./fit-amplification.ts";
import { fitCacheHits } from "./fit-cache-hits.ts";
import { fitCollidingKey } from "./fit-colliding-key.ts";
import { fitDecodedField } from "./fit-decoded-field.ts";
import { fitDecoding } from "./fit-decoding.ts";
import { fitExposure } from "./fit-exposure.ts";
import { fitFrames } from "./fit-frames.ts";
import { fitGuiltless } from "./fit-guiltless.ts";
import { fitLifetime } from "./fit-lifetime.ts";
import { fitLogFlood } from "./fit-log-flood.ts";
import { fitMetricValue } from "./fit-metric-value.ts";
import { fitNamedLimit } from "./fit-named-limit.ts";
import { fitOneKey } from "./fit-one-key.ts";
import { fitOnePlace } from "./fit-one-place.ts";
import { fitOutside } from "./fit-outside.ts";
import { fitRaisedType } from "./fit-raised-type.ts";
import { fitRefusal } from "./fit-refusal.ts";
import { fitRefused } from "./fit-refused.ts";
import { fitSettingRead } from "./fit-setting-read.ts";
import { fitSign } from "./fit-sign.ts";
import { fitSize } from "./fit-size.ts";
import { fitSpans, slowSpans } from "./fit-spans.ts";
import { fitStatements } from "./fit-statements.ts";
import { fitTimeLimit } from "./fit-time-limit.ts";
import { fitUncalled } from "./fit-uncalled.ts";
import { cluesOf, fitWords } from "./fit-words.ts";
import { GUILTLESS } from "./guiltless.ts";
import { type Contender, sumOfFamilies } from "./judgement.ts";
import { fitMechanism } from "./mechanisms/fit-mechanism.ts";
import { symptomMix } from "./mechanisms/symptom-mix.ts";
import { whatNoCommitDoes } from "./mechanisms/what-no-commit-does.ts";
import { newExceptions } from "./new-exceptions.ts";
import type { About, Opinions } from "./opinions.ts";
import { refusalOf } from "./refusal.ts";
import { type Relevance, relevancesOf } from "./relevance.ts";
import { showsNoBreak } from "./shows-no-break.ts";
import { signsOf } from "./signs.ts";
import { statementsAlike } from "./statements-alike.ts";
import { WEIGHTS } from "./weights.ts";

/** Everything that stands for election in one case. */
export interface Contenders {
  all: readonly Contender[];
  /** When each commit went live in the service through which it fits best, by SHA. */
  exposures: ReadonlyMap<string, Exposure>;
  /** Causes without a commit that only a model named. */
  named: readonly { mechanism: string; summary: string }[];
}

/**
 * Each commit and each cause without one, with what speaks for and against it. Nothing is weighed against anything yet.
 * @param opinions what memory and a model have to say beside it
 */
export function contendersOf(file: CaseFile, opinions: Opinions = {}): Contenders {
  const { anomaly } = file;
  const services = new Set(causalPath(file).keys());
  const exceptions =
    (anomaly.symptom === "latency" || anomaly.symptom === "memory") && !showsNoBreak(anomaly, file.evidence)
      ? []
      : newExceptions(file, services);
  const slow =
    anomaly.symptom === "latency" || anomaly.symptom === "saturation"
      ? slowSpans(file.evidence, services)
      : [];
  const signs = signsOf(file, new Set([...services, ...anomaly.blastRadius]));
  const refusal = refusalOf(signs, file);
  const alike = statementsAlike(file);
  const mix = symptomMix(anomaly, file.evidence, services, signs);
  const clues = cluesOf(file, services);
  const read = file.candidates.map((candidate) => readChange(candidate, file));
  const exposures = new Map<string, Exposure>();

  const through = ({ candidate }: ReadCandidate, relevance: Relevance): Tried => {
    const { service, files } = relevance;
    const { mechanism, finding, late } = fitMechanism(files, mix);
    const lifetime = fitLifetime(candidate, service, files, exposureOf(candidate, service, file), file);
    const delays = anomaly.symptom === "memory" || late || lifetime !== null;
    const { exposure, findings } = fitExposure(candidate, service, files, delays, file);
    const place = [
      fitFrames(candidate, files, exceptions, service, file),
      fitSpans(candidate, files, slow, file),
      fitWords(files, read, clues),
      fitSign(files, signs),
      fitRefusal(service, files, signs, file),
      fitStatements(files, alike),
      fitAmplification(service, files, file),
      fitCollidingKey(service, files, file),
      fitDecodedField(files, read, file),
      fitTimeLimit(service, files, file),
      fitNamedLimit(service, files, file),
      fitMetricValue(service, files, file),
      fitLogFlood(service, files, file),
      fitDecoding(service, files, file),
      fitCacheHits(service, files, file),
      fitSettingRead(service, files, file),
      fitRaisedType(service, files, file),
      fitAddressKin(service, files, file),
      // What this process cannot open for itself says nothing of whom it would have called.
      signs.some(({ sign }) => sign === "out of descriptors") ? null : fitOutside(files, file),
      fitOnePlace(file),
      fitOneKey(files, read, file),
    ];
    const refused = fitRefused(service, files, refusal);
    const explaining = explained([...place, refused]);
    // What cannot bring about a refusal does not fit it for what else such errors come from.
    const fits = refused && explaining.includes(refused) && finding && finding.weight > 0 ? null : finding;
    const all = [...relevance.findings, ...findings, lifetime, ...explaining, fits].filter(
      (one) => one !== null,
    );
    return { mechanism: mechanism?.change ?? "nothing that runs", exposure, findings: all };
  };
  const commits = read.map((change): Contender => {
    const { sha } = change.candidate;
    // Shared code acts through whichever service it fits best.
    const [best] = relevancesOf(change, file)
      .map((relevance) => through(change, relevance))
      .toSorted((a, b) => sumOfFamilies(b.findings) - sumOfFamilies(a.findings)) as [Tried, ...Tried[]];
    exposures.set(sha, best.exposure);
    return {
      suspect: sha,
      mechanism: best.mechanism,
      base: 0,
      findings: [
        ...best.findings.map((one) => ofTheWhole(one, change)),
        fitSize(change),
        fitUncalled(change),
      ].filter((one) => one !== null),
    };
  });
  const guiltless = GUILTLESS.map(
    (cause): Contender => ({
      suspect: null,
      mechanism: cause.mechanism,
      base:
        Math.log(cause.share[anomaly.symptom] / 100) +
        WEIGHTS.guiltless.together +
        whatNoCommitDoes(cause.mechanism, mix),
      findings: fitGuiltless(cause.mechanism, signs, refusal, slowSpans(file.evidence, services), mix, file),
    }),
  );

  const named = (opinions.causes ?? []).filter(
    ({ mechanism }, i, all) =>
      !GUILTLESS.some((cause) => cause.mechanism === mechanism) &&
      all.findIndex((other) => other.mechanism === mechanism) === i,
  );
  for (const { mechanism } of named)
    guiltless.push({ suspect: null, mechanism, base: Math.log(WEIGHTS.namedByModel), findings: [] });
  return { all: [...commits, ...guiltless].map((one) => heard(one, opinions)), exposures, named };
}

/** From this weight on a finding says how the change and the failure hang together. */
const EXPLAINS = 2;

/** Where one finding explains the place, that others find nothing there says no more: they looked at another end of it. */
function explained(place: readonly (Finding | null)[]): Finding[] {
  const told = place.filter((one) => one !== null);
  return told.some(({ weight }) => weight >= EXPLAINS) ? told.filter(({ weight }) => weight > 0) : told;
}

/** A commit of which one service has but the prose is no prose: what runs of it may act by a road that nobody sees. */
function ofTheWhole(finding: Finding, { files }: ReadCandidate): Finding {
  const { textOnly, elsewhere } = WEIGHTS.prior;
  if (finding.family !== "prior" || finding.weight > textOnly) return finding;
  const runs = files.some(({ kind, inert }) => !IDLE.has(kind) && kind !== "asset" && !inert);
  return runs
    ? { ...finding, weight: elsewhere, text: "What it changes that runs belongs to others." }
    : finding;
}

/** A candidate as it would have acted through one service. */
interface Tried {
  mechanism: string;
  exposure: Exposure;
  findings: Finding[];
}

/** A contender with what others say about it. */
function heard(one: Contender, opinions: Opinions): Contender {
  const mine = ({ about }: { about: About }) =>
    "suspect" in about
      ? about.suspect === one.suspect
      : one.suspect === null && about.mechanism === one.mechanism;
  const findings = [...one.findings];
  for (const family of ["memory", "model"] as const) {
    for (const { weight, text, evidence } of (opinions[family] ?? []).filter(mine))
      findings.push({ family, weight, text, evidence });
  }
  return { ...one, findings };
}
