import { html } from "hono/html";

/** Who looks, and the way out; nothing where nobody had to say who they are. */
export function signedInAs(login: string | null) {
  return login === null
    ? ""
    : html`<form id="sign-out" method="post" action="/monitor/sign-out"><small>${login}</small> <button>Sign out</button></form>`;
}
