import { z } from "zod";
import { covers } from "../auth/covers.ts";
import { roleIn } from "../auth/role-in.ts";
import { forbidden, notFound } from "../http/errors.ts";
import { type Call, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderInstallation } from "../render/app.ts";
import { renderRepository } from "../render/repository.ts";
import type { Installation, Repository } from "../state.ts";

/** What somebody who signed in with an App sees of its installations: https://docs.github.com/rest/apps/installations */
export const userInstallations: Operation[] = [
  operation("GET", "/user/installations", { who: "user" }, (call) => {
    const mine = installationsOf(call).filter((one) => seenIn(call, one).length > 0);
    return {
      status: 200,
      list: {
        items: mine.map((one) => renderInstallation(call.state, one)),
        wrap: (installations, total_count) => ({ total_count, installations }),
      },
    };
  }),
  operation("GET", "/user/installations/{installation_id}/repositories", { who: "user" }, (call) => {
    const one = installationsOf(call).find(({ id }) => id === Number(call.params.installation_id));
    if (!one) throw notFound();
    return {
      status: 200,
      list: {
        items: seenIn(call, one).map((repository) => renderRepository(call.state, repository)),
        wrap: (repositories, total_count) => ({ total_count, repositories }),
      },
    };
  }),
  operation("DELETE", "/applications/{client_id}/token", { who: "app" }, (call) => {
    const { access_token } = readBody(call, z.object({ access_token: z.string() }), "Token");
    const token = call.state.tokens.get(access_token);
    if (token?.kind !== "user" || token.app?.clientId !== call.params.client_id) throw notFound();
    call.state.tokens.delete(access_token);
    return { status: 204 };
  }),
];

function installationsOf(call: Call): Installation[] {
  if (call.actor.kind !== "user" || !call.actor.app)
    throw forbidden(
      "You must authenticate with an access token authorized to a GitHub App in order to list installations",
    );
  const { app } = call.actor;
  return [...call.state.installations.values()].filter((one) => one.app === app && !one.suspendedAt);
}

/** Explicitly theirs: that a repository is public gives nobody access to it here. */
function seenIn(call: Call, installation: Installation): Repository[] {
  const account = call.sender;
  return [...call.state.repositories.values()].filter(
    (one) => covers(installation, one) && roleIn({ ...one, private: true } as Repository, account) !== "none",
  );
}
