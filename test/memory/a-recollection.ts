import type { Looks, Recollection } from "../../src/contracts/ports/memory.ts";

export const someLooks: Looks = {
  repository: "acme/shop",
  fingerprint: "0123456789ab",
  service: "quotes",
  operation: "POST /quotes",
  symptom: "errors",
  signatures: ["TypeError Cannot read properties of undefined (reading ?) price services/quotes/price.ts"],
};

/** An incident that a revert healed. */
export function aRecollection(change: Partial<Recollection> = {}): Recollection {
  return {
    ...someLooks,
    incident: "mk13z6bc-0123456789ab",
    closedAt: "2026-01-05T12:00:00.000Z",
    suspect: "a1".repeat(20),
    mechanism: "guard removed",
    files: ["services/quotes/price.ts"],
    patch: "f0".repeat(16),
    remedy: "revert",
    issue: 7,
    pullRequest: 8,
    ending: "healed",
    person: null,
    ...change,
  };
}
