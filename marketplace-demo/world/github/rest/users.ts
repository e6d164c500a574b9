import { notFound } from "../http/errors.ts";
import { json, type Operation, operation } from "../http/operation.ts";
import { renderProfile } from "../render/user.ts";

/** https://docs.github.com/rest/users/users, with the two that describe the server itself. */
export const users: Operation[] = [
  operation("GET", "/user", { who: "user" }, (call) => json(renderProfile(call.state, call.sender))),
  operation("GET", "/users/{username}", { who: "anyone" }, (call) => {
    const account = call.state.accounts.get(call.params.username!.toLowerCase());
    if (!account) throw notFound();
    return json(renderProfile(call.state, account));
  }),
  operation("GET", "/meta", { who: "anyone" }, () =>
    json({ verifiable_password_authentication: false, hooks: ["127.0.0.0/8"], git: ["127.0.0.0/8"] }),
  ),
  operation("GET", "/zen", { who: "anyone" }, () => ({
    status: 200,
    raw: { type: "text/plain;charset=utf-8", content: "Keep it real, even on a laptop." },
  })),
];
