import type { IncomingMessage, ServerResponse } from "node:http";
import { createBreakLedger, Refused } from "./break-ledger.ts";
import { controlsPage } from "./controls-page.ts";
import { CONTROLS_SCRIPT_HASH } from "./controls-script.ts";
import { type ControlsView, controlsView } from "./controls-view.ts";
import { culpritFirst } from "./culprit-first.ts";
import type { EnvironmentAction, Fault } from "./fault-catalogue.ts";
import type { Outcome } from "./outcome.ts";
import { readPress } from "./read-press.ts";
import type { Handler } from "./start-front.ts";
import { SYMPTOM_BREAKS } from "./symptom-breaks.ts";
import type { SeenIssue, SeenPull } from "./watch-incidents.ts";

export type Controls = {
  handler: Handler;
  /** A line for the page. */
  note(text: string, at: number): void;
  /** Does a fault as a press on it would; resolves at its end. */
  run(fault: Fault): Promise<Outcome>;
};

export type ControlsOptions = {
  catalogue: ReadonlyMap<string, Fault>;
  /** The demo's own faults, whatever the catalogue is: what the presses for 500s, latency and memory deploy. */
  own: ReadonlyMap<string, Fault>;
  repositoryUrl(): string;
  /** What SRE-Space has shown on GitHub since the world began. */
  seen(): { issues: readonly SeenIssue[]; pulls: readonly SeenPull[] };
  /** Runs a fault to its end; its rejection is shown on the page. */
  inject(fault: Fault, onBroken: (lift: () => Promise<void>) => void): Promise<Outcome>;
  /** Does something to the running world, and returns what undoes it. */
  apply(action: EnvironmentAction): Promise<() => Promise<void>>;
  revert(shas: string[]): Promise<void>;
};

const MOST_LINES = 200;
const LONGEST_FORM = 10_000;

/**
 * The engineering controls below /controls: a page for people, and the same as JSON for `npm run break`. A press pushes real
 * commits, or does something to the running world; nothing that SRE-Space reads says so.
 */
export function createControls(options: ControlsOptions): Controls {
  const { catalogue, own } = options;
  const timeline: { at: string; text: string }[] = [];
  const ledger = createBreakLedger({ ...options, now: Date.now });
  const view = (problem?: string): ControlsView =>
    controlsView({
      ledger,
      catalogue,
      own,
      seen: options.seen(),
      repositoryUrl: options.repositoryUrl(),
      timeline,
      problem,
    });

  async function press(form: URLSearchParams): Promise<void> {
    const wanted = readPress(form);
    if (wanted.kind === "action") {
      await ledger.action(wanted.action);
    } else if (wanted.kind === "fault") {
      const fault = catalogue.get(wanted.id);
      if (!fault) throw new Refused(404, `There is no fault "${wanted.id}".`);
      ledger.fault(fault, fault.title, `fault ${fault.id}`);
    } else {
      const broken = SYMPTOM_BREAKS.find(({ symptom }) => symptom === wanted.symptom);
      if (!broken) throw new Refused(404, `There is no "${wanted.symptom}": errors, latency or memory.`);
      const { symptom, title, environment } = broken;
      if (wanted.by === "world") await ledger.action(environment);
      else {
        const fault = own.get(broken.fault);
        if (!fault) throw new Refused(404, `The fault ${broken.fault} is not there.`);
        ledger.fault(culpritFirst(fault), `${title}, by a commit`, symptom);
      }
    }
  }

  async function post(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (!isOurs(request)) return answer(response, 403, "This form was sent from another site.");
    let body = "";
    for await (const chunk of request) {
      body += chunk;
      if (body.length > LONGEST_FORM) return answer(response, 413, "That is too long.");
    }
    const form = new URLSearchParams(body);
    try {
      if (path === "/controls/break") await press(form);
      else if (path === "/controls/lift") await ledger.lift(Number(form.get("id")));
      else return answer(response, 404, "There is nothing here.");
    } catch (error) {
      const status = error instanceof Refused ? error.status : 500;
      return show(request, response, status, (error as Error).message);
    }
    if (wantsJson(request)) show(request, response, 200);
    else response.writeHead(303, { location: "/controls#now" }).end();
  }

  function show(request: IncomingMessage, response: ServerResponse, status: number, problem?: string): void {
    const json = wantsJson(request);
    response.writeHead(status, {
      "content-type": json ? "application/json; charset=utf-8" : "text/html; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; script-src '${CONTROLS_SCRIPT_HASH}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    });
    response.end(json ? `${JSON.stringify(view(problem))}\n` : controlsPage(view(problem)));
  }

  return {
    run: (fault) => ledger.fault(fault, fault.title, `fault ${fault.id}`).ended,
    note(text, at) {
      timeline.unshift({ at: new Date(at).toLocaleTimeString("en-GB"), text });
      if (timeline.length > MOST_LINES) timeline.pop();
    },
    async handler(request, response, path) {
      if (path !== "/controls" && !path.startsWith("/controls/")) return false;
      if (request.method === "POST") await post(request, response, path);
      else if (path === "/controls" && (request.method === "GET" || request.method === "HEAD"))
        show(request, response, 200);
      else answer(response, 404, "There is nothing here.");
      return true;
    },
  };
}

/** A page of somebody else must not press our buttons; a program that is no browser says neither. */
function isOurs({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin, host } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

function wantsJson(request: IncomingMessage): boolean {
  return request.headers.accept === "application/json";
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
