import { html } from "hono/html";
import type { Thought } from "../contracts/thought.ts";

export interface ThoughtOf {
  incident: string;
  service: string;
  thought: Thought;
}

export function thoughtLine({ incident, service, thought }: ThoughtOf) {
  return html`<li data-agent="${thought.agent}"><time datetime="${thought.at}">${thought.at.slice(11, 19)}</time> <b>${thought.agent}</b> <a href="/monitor/incidents/${incident}">${service}</a> <span>${thought.text}</span>${
    thought.evidence.length > 0 ? html` <small>${thought.evidence.join(" ")}</small>` : ""
  }</li>`;
}
