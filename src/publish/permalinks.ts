import type { Frame } from "../contracts/evidence.ts";
import type { Incident } from "../contracts/incident.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import { resolveFrames } from "./resolve-frames.ts";

/** Links of frames to their lines at the revision that failed; none where it is no commit of the repository. */
export async function permalinks(
  { evidence, diagnosis }: Incident,
  reader: RepoReader,
  repositoryUrl: string,
): Promise<(frame: Frame) => string | null> {
  // Telemetry names the revision, so it may be abbreviated, a tag, or an invention.
  const named = diagnosis?.revisions.failing ?? diagnosis?.suspect;
  const revision = evidence && named ? await reader.commit(named) : null;
  if (!evidence || !revision) return () => null;
  const resolve = await resolveFrames(evidence, revision.sha, reader);
  return (frame) => {
    const path = resolve(frame);
    if (!path) return null;
    // Parentheses would end the Markdown link, and encodeURIComponent leaves them.
    const encoded = path
      .split("/")
      .map((part) => encodeURIComponent(part).replace(/[()]/g, (one) => (one === "(" ? "%28" : "%29")))
      .join("/");
    const line = frame.line ? `#L${frame.line}` : "";
    return `${repositoryUrl}/blob/${revision.sha}/${encoded}${line}`;
  };
}
