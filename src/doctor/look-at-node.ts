import type { Finding } from "./finding.ts";

const NODE = 24;

/** Node itself, of that version. */
export function lookAtNode(version: string): Finding {
  const about = "Node";
  return Number(version.replace(/^v/, "").split(".")[0]) >= NODE
    ? { about, state: "good", says: version }
    : { about, state: "bad", says: `${version} is too old`, todo: `Install Node ${NODE} or later.` };
}
