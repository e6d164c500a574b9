import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { observeBundle } from "../../src/replay/observe-bundle.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { EVIDENCE_FILE, type RecordedEvidence } from "../../src/replay/recorded-evidence.ts";
import type { Truth } from "./kept-case.ts";

const OTHERS = ["bundle.json", "alert.json", "deployments.json", "commits.json", "events.json", "policy.yml"];

/**
 * Has Scout look at a bundle, and keeps what it said beside everything but the telemetry: a bundle again, which Brain can be
 * asked about in milliseconds, as often as whoever works on Brain likes.
 */
export async function keepObservation(bundleFolder: string, folder: string, truth: Truth): Promise<void> {
  const bundle = await readBundle(bundleFolder);
  const { anomaly, evidence, services } = await observeBundle(bundle);
  mkdirSync(folder, { recursive: true });
  for (const file of OTHERS)
    if (existsSync(join(bundleFolder, file))) copyFileSync(join(bundleFolder, file), join(folder, file));
  const recorded: RecordedEvidence = { version: 1, anomaly, evidence, services };
  writeFileSync(join(folder, EVIDENCE_FILE), JSON.stringify(recorded));
  // Last: a folder with its truth is whole.
  writeFileSync(join(folder, "truth.json"), JSON.stringify(truth));
}
