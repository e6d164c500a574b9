import type { Reporter } from "../../contracts/ports/reporter.ts";
import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";

/** Makes the labels that the repository lacks, whatever their case there. */
export async function ensureLabels(
  client: Client,
  at: { owner: string; repo: string },
  labels: Parameters<Reporter["ensureLabels"]>[0],
): Promise<void> {
  const held = await client.paginate(client.rest.issues.listLabelsForRepo, { ...at, per_page: 100 });
  const names = new Set(held.map(({ name }) => name.toLowerCase()));
  // 422: somebody was faster.
  for (const label of labels.filter(({ name }) => !names.has(name.toLowerCase())))
    await nullWhere(client.rest.issues.createLabel({ ...at, ...label }), 422);
}
