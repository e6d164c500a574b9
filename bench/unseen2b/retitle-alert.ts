import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SourcedScenario } from "./scenario.ts";

/** Puts a scenario's own name, summary and metric in the alert of a bundle in place of those of saturation. */
export async function retitleAlert(bundle: string, alert: SourcedScenario["alert"]): Promise<void> {
  if (!alert) return;
  const path = join(bundle, "alert.json");
  const text = await readFile(path, "utf8").catch(() => "");
  if (!text) return;
  await writeFile(
    path,
    text
      .replace(/[\w-]+ is saturated \([\d.]+\)/g, alert.summary)
      .replaceAll("Saturation", alert.name)
      .replaceAll("resource_saturation_ratio", alert.metric),
  );
}
