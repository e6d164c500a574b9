import { STOP_LABEL } from "../../contracts/stop-label.ts";
import type { Client } from "../create-client.ts";

/** The open issue or pull request that carries the label of the stop button, the newest of several; null where none does. */
export async function readStopIssue(
  client: Client,
  at: { owner: string; repo: string },
): Promise<number | null> {
  const { data } = await client.rest.issues.listForRepo({
    ...at,
    labels: STOP_LABEL,
    state: "open",
    per_page: 1,
  });
  return data[0]?.number ?? null;
}
