import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Settings } from "../contracts/settings.ts";
import { ownChroma, remoteChroma } from "../memory/chroma-server.ts";
import type { Finding } from "./finding.ts";

const TIMEOUT_MS = 30_000;

/** Whether Chroma answers: the one that is named, else one of our own, which is started in a folder that is thrown away. */
export async function lookAtChroma({ chromaUrl }: Pick<Settings, "chromaUrl">): Promise<Finding> {
  const about = "Chroma";
  const directory = mkdtempSync(join(tmpdir(), "sre-space-doctor-"));
  const server = chromaUrl === undefined ? ownChroma(directory) : remoteChroma(chromaUrl);
  let late: NodeJS.Timeout | undefined;
  try {
    const client = await server.client();
    const tooLate = new Promise<never>((_, refuse) => {
      late = setTimeout(() => refuse(new Error("no answer in time")), TIMEOUT_MS);
    });
    const version = await Promise.race([client.version(), tooLate]);
    const where = chromaUrl ?? "our own";
    return { about, state: "good", says: `${where} answers, version ${String(version).slice(0, 40)}` };
  } catch (error) {
    const why = (error as Error).message.split("\n")[0]?.slice(0, 300);
    return chromaUrl === undefined
      ? {
          about,
          state: "odd",
          says: `our own does not start: ${why}`,
          todo: "It needs glibc 2.36 or later. Run Chroma elsewhere and set CHROMA_URL; without it nothing is recalled, and what is learnt waits on the disk.",
        }
      : {
          about,
          state: "bad",
          says: `${chromaUrl} does not answer: ${why}`,
          todo: "Check CHROMA_URL, or leave it out to have one started.",
        };
  } finally {
    clearTimeout(late);
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
