import type { Limits } from "../controls/rate-limit.ts";
import { json, type Operation, operation } from "../http/operation.ts";

/** https://docs.github.com/rest/rate-limit/rate-limit */
export function rateLimit(limits: Limits): Operation[] {
  return [
    operation("GET", "/rate_limit", { who: "anyone" }, (call) => {
      const { resource: _, ...core } = limits.status(call.actor);
      return json({ resources: { core, search: core, graphql: core }, rate: core });
    }),
  ];
}
