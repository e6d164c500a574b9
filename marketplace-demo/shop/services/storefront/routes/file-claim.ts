import { z } from "zod";
import type { Upstream } from "../../../packages/http/call-service.ts";
import { readBody } from "../../../packages/http/read-body.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { fileClaim } from "../clients/claims.ts";
import { wantsJson } from "../wants-json.ts";

/** People type pounds, programs send pence. */
const form = z
  .looseObject({ amountPounds: z.coerce.number().optional() })
  .transform(({ amountPounds, ...rest }) => ({
    ...rest,
    ...(amountPounds === undefined ? {} : { amountPence: Math.round(amountPounds * 100) }),
  }));

/** `POST /claims`: files a claim; a browser goes on to see how it stands. */
export function fileClaimRoute(claims: Upstream): Route {
  return route("POST", "/claims", async function sendClaim(c) {
    const sent = form.safeParse(await readBody(c));
    const claim = await fileClaim(claims, sent.data ?? {}, c.req.header("idempotency-key"));
    return wantsJson(c) ? c.json(claim, 201) : c.redirect(`/claims/${claim.number}`, 303);
  });
}
