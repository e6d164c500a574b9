import { html } from "hono/html";
import type { Account } from "../state.ts";
import { accountName } from "./account-name.ts";
import type { Markup } from "./markup.ts";
import { moment } from "./moment.ts";

export type Happening = { at: string; markup: Markup };

/** One line of a conversation that is no comment. */
export const happening = (at: string, by: Account | null, words: Markup): Happening => ({
  at,
  markup: html`<p class="event">${by ? accountName(by) : ""} ${words} <span class="soft">${moment(at)}</span></p>`,
});
