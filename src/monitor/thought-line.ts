import { createHash } from "node:crypto";
import { html } from "hono/html";
import type { Thought } from "../contracts/thought.ts";

export interface ThoughtOf {
  incident: string;
  service: string;
  thought: Thought;
}

/** One line of the stream. Its id comes of what it says, so that one that is sent twice stands there once. */
export function thoughtLine({ incident, service, thought }: ThoughtOf) {
  const { at, agent, text, evidence } = thought;
  const id = createHash("sha256").update(`${incident} ${at} ${agent} ${text}`).digest("hex").slice(0, 12);
  return html`<li id="t-${id}" data-agent="${agent}" data-incident="${incident}"><time datetime="${at}">${at.slice(11, 19)}</time> <b>${agent}</b> <a href="/monitor/incidents/${incident}">${service}</a> <span>${text}</span>${
    evidence.length > 0
      ? html` <small>rests on ${evidence.map((one) => html`<a href="/monitor/incidents/${incident}#${one}">${one}</a> `)}</small>`
      : ""
  }</li>`;
}
