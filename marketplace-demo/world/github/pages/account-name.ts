import { html } from "hono/html";
import type { Person } from "../git/objects.ts";
import { accountOfPerson } from "../render/commit.ts";
import type { Account, State } from "../state.ts";

const avatar = (account: Account) =>
  html`<img class="avatar" data-type="${account.type}" src="/avatars/u/${account.id}" alt="" width="20" height="20">`;

/** An account by picture and name; Apps say what they are. */
export function accountName(account: Account) {
  const bot = account.type === "Bot";
  const login = account.login.replace(/\[bot\]$/, "");
  const name = bot
    ? html`<b>${login}</b> <span class="tag">bot</span>`
    : html`<a href="/${encodeURIComponent(account.login)}"><b>${login}</b></a>`;
  return html`<span class="who">${avatar(account)} ${name}</span>`;
}

/** The author of a commit: an account if the address belongs to one. */
export function personName(state: State, person: Person) {
  const account = accountOfPerson(state, person);
  return account ? accountName(account) : html`<span class="who"><b>${person.name}</b></span>`;
}
