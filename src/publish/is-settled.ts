import type { Incident } from "../contracts/incident.ts";

/** While evidence grows by the second, an unsure first look is not worth a write. */
const QUIET_LOOKS = 4;

/** Whether what Brain believes is worth telling: judged, and sure or looked at for a while. */
export function isSettled({ diagnosis, verdict, needsHuman, looks }: Incident): boolean {
  if (!diagnosis || !verdict) return false;
  return diagnosis.decision !== "unknown" || needsHuman !== null || looks > QUIET_LOOKS;
}
