import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Settings } from "./contracts/settings.ts";

/**
 * Why the operator's switch stops every merge of every repository; null where it does not. It is read anew each time,
 * and one that cannot be read is pressed: a file system that went away must not let a merge through.
 */
export async function operatorSwitch({ always, file }: Settings["stop"]): Promise<string | null> {
  if (always)
    return "The operator has stopped every merge (SRE_STOP=on); a start without it lets them go on.";
  try {
    await stat(file);
    return "The operator has stopped every merge, by the file of SRE_STOP_FILE; they go on once it is removed.";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" && (await isThere(dirname(file)))) return null;
    return "It cannot be read whether the operator has stopped every merge (SRE_STOP_FILE), so that nothing is merged.";
  }
}

async function isThere(directory: string): Promise<boolean> {
  try {
    return (await stat(directory)).isDirectory();
  } catch {
    return false;
  }
}
