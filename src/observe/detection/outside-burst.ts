/** One second of evidence. */
export interface Step {
  second: number;
  total: number;
  hits: number;
  evidence: number;
}

/**
 * What is left of the evidence without its worst `burst` seconds; these may begin within a second, and so touch one more.
 * `isOneMore` where that is nothing but another blip, some time before or after.
 */
export function outsideBurst(
  steps: readonly Step[],
  burst: number,
): { evidence: number; hits: number; isOneMore: boolean } {
  const all = { evidence: 0, hits: 0 };
  const inside = { evidence: 0, hits: 0 };
  let worst = { evidence: 0, hits: 0, end: 0 };
  let from = 0;
  for (const { second, hits, evidence } of steps) {
    all.evidence += evidence;
    all.hits += hits;
    inside.evidence += evidence;
    inside.hits += hits;
    for (let first = steps[from]; first && first.second < second - burst; first = steps[++from]) {
      inside.evidence -= first.evidence;
      inside.hits -= first.hits;
    }
    if (inside.evidence > worst.evidence) worst = { ...inside, end: second };
  }
  const others = steps.filter(
    (step) => step.hits > 0 && (step.second > worst.end || step.second < worst.end - burst),
  );
  const first = others[0]?.second ?? 0;
  const last = others.at(-1)?.second ?? 0;
  const isApart = first > worst.end + burst || last < worst.end - 2 * burst;
  return {
    evidence: all.evidence - worst.evidence,
    hits: all.hits - worst.hits,
    isOneMore: isApart && last - first <= burst,
  };
}
