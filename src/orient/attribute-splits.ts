import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";

export const PLACE_KEY =
  /(?:^|[/.])(?:host\.(?:name|id|ip)|k8s\.(?:node|pod)\.\w+|cloud\.(?:availability_zone|region)|service\.instance\.id|container\.id|zone|node|instance|availability_zone)$/;
const MACHINE_KEY =
  /(?:^|[/.])(?:host\.(?:name|id|ip)|k8s\.node\.\w+|cloud\.(?:availability_zone|region)|zone|node|availability_zone)$/;
export const REVISION_KEY =
  /(?:^|[/.])(?:service\.version|vcs\.ref\.head\.revision|version|revision|build|commit)\b/;
export const FLAG_KEY = /(?:^|[/.])feature_flag\./;
export type Split = EvidenceOf<"attribute">;

/** Values that nearly all bad requests have, and few of the good ones of the same minutes. */
export function splits(file: CaseFile): Split[] {
  return file.evidence.items.filter(
    (item): item is Split =>
      item.kind === "attribute" &&
      item.bad.requests > 0 &&
      item.bad.having / item.bad.requests >= 0.7 &&
      item.good.having / Math.max(1, item.good.requests) <= 0.4,
  );
}

/** Whether the key, or one that splits the requests in the same way, is of that kind. */
export const splitsAlike = ({ key, same }: Split, pattern: RegExp) =>
  pattern.test(key) || same.some((one) => pattern.test(one.split(" ")[0] ?? ""));

/** The split of bad from good requests by where they were served, where nothing says that a revision is behind it. */
export function placeSplit(file: CaseFile): Split | null {
  const found = splits(file);
  if (found.some((one) => splitsAlike(one, REVISION_KEY))) return null;
  return (
    found.find(
      (one) =>
        splitsAlike(one, PLACE_KEY) &&
        // A machine or zone that served good requests before is no new process.
        (one.concurrent || (one.good.having > 0 && splitsAlike(one, MACHINE_KEY))),
    ) ?? null
  );
}
