import type { Frame } from "../contracts/evidence.ts";
import type { Incident } from "../contracts/incident.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import { Sha } from "../contracts/repository.ts";
import { resolveFrames } from "./resolve-frames.ts";

/** Links of frames to their lines at the revision that failed; none where that is not known in full. */
export async function permalinks(
  { evidence, diagnosis }: Incident,
  reader: RepoReader,
  repositoryUrl: string,
): Promise<(frame: Frame) => string | null> {
  const revision = Sha.safeParse(diagnosis?.revisions.failing ?? diagnosis?.suspect);
  if (!evidence || !revision.success) return () => null;
  const resolve = await resolveFrames(evidence, revision.data, reader);
  return (frame) => {
    const path = resolve(frame);
    if (!path) return null;
    // Parentheses would end the Markdown link, and encodeURIComponent leaves them.
    const encoded = path
      .split("/")
      .map((part) => encodeURIComponent(part).replace(/[()]/g, (one) => (one === "(" ? "%28" : "%29")))
      .join("/");
    const line = frame.line ? `#L${frame.line}` : "";
    return `${repositoryUrl}/blob/${revision.data}/${encoded}${line}`;
  };
}
