import { join } from "node:path";
import type { IncidentStore } from "./contracts/ports/incident-store.ts";
import type { Settings } from "./contracts/settings.ts";
import { openSharedState } from "./open-shared-state.ts";
import { orderingKey } from "./ordering-key.ts";
import { print, printJson } from "./safety/print.ts";
import { sanitise } from "./safety/sanitise.ts";
import { openDatabase } from "./store/open-database.ts";
import { sqliteIncidents } from "./store/sqlite-incidents.ts";

const MOST = 200;

/**
 * `sre-space letters`: signals that were laid aside, as nothing could be done about them; or has one acted on again. The
 * service may run meanwhile.
 *
 * @returns false where the one to replay is not there
 */
export async function lettersCommand(
  settings: Pick<Settings, "dataDir" | "databaseUrl">,
  { replay, json }: { replay?: string; json: boolean },
): Promise<boolean> {
  const store = await openStore(settings);
  try {
    if (replay !== undefined) {
      const isThere = await store.exhume(replay);
      if (json) printJson({ key: replay, replayed: isThere });
      else
        print(
          isThere
            ? "It is acted on again within half a minute, where the service runs."
            : `No signal ${sanitise(replay, 200)} was laid aside. npx sre-space letters lists those that were.`,
        );
      return isThere;
    }
    const letters = await store.letters(MOST);
    if (json) printJson(letters);
    else if (letters.length === 0) print("Nothing was laid aside.");
    for (const { key, receivedAt, reason, signal } of json ? [] : letters) {
      const what = signal ? `${signal.kind} ${orderingKey(signal)}` : "cannot be read";
      print(`${sanitise(key, 500)}\n  ${receivedAt}  ${sanitise(what, 200)}\n  ${sanitise(reason, 500)}`);
    }
    return true;
  } finally {
    await store.close();
  }
}

async function openStore({
  dataDir,
  databaseUrl,
}: Pick<Settings, "dataDir" | "databaseUrl">): Promise<IncidentStore> {
  const unreadable = () => {
    // It is listed as such.
  };
  if (databaseUrl !== undefined)
    return (await openSharedState(databaseUrl, "letters", orderingKey, unreadable)).store;
  return sqliteIncidents(openDatabase(join(dataDir, "state.sqlite")), unreadable);
}
