import type { IncomingMessage, ServerResponse } from "node:http";
import { controlsPage } from "./controls-page.ts";
import type { Fault } from "./fault-catalogue.ts";
import type { Outcome } from "./outcome.ts";
import type { Handler } from "./start-front.ts";

export type Controls = {
  handler: Handler;
  /** A line for the page. */
  note(text: string, at: number): void;
};

const MOST_LINES = 200;

/**
 * The engineering controls below /controls: lists the faults, and does one at a time on a press.
 *
 * @param inject runs the fault to its end; its rejection is shown on the page.
 * @param repositoryUrl asked for when the page is rendered.
 */
export function createControls(options: {
  catalogue: Map<string, Fault>;
  repositoryUrl(): string;
  inject(fault: Fault): Promise<Outcome>;
}): Controls {
  const timeline: { at: string; text: string }[] = [];
  const outcomes: Outcome[] = [];
  let running: string | undefined;
  let problem: string | undefined;

  function start(fault: Fault): void {
    running = fault.id;
    problem = undefined;
    options
      .inject(fault)
      .then((outcome) => outcomes.push(outcome))
      .catch((error: Error) => {
        problem = `${fault.id}: ${error.message}`;
      })
      .finally(() => {
        running = undefined;
      });
  }

  async function inject(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin, host } = request.headers;
    // A page of somebody else must not press our buttons.
    if (origin !== undefined && origin !== "null" && new URL(origin).host !== host) {
      return answer(response, 403, "This form was sent from another site.");
    }
    let body = "";
    for await (const chunk of request) {
      body += chunk;
      if (body.length > 10_000) return answer(response, 413, "That is too long.");
    }
    const id = new URLSearchParams(body).get("fault") ?? "";
    const fault = options.catalogue.get(id);
    if (!fault) return answer(response, 404, `There is no fault "${id}".`);
    if (running) return answer(response, 409, `${running} is under way; wait until it has settled.`);
    start(fault);
    response.writeHead(303, { location: "/controls" }).end();
  }

  return {
    note(text, at) {
      timeline.unshift({ at: new Date(at).toLocaleTimeString("en-GB"), text });
      if (timeline.length > MOST_LINES) timeline.pop();
    },
    async handler(request, response, path) {
      if (path === "/controls/inject" && request.method === "POST") await inject(request, response);
      else if (path === "/controls" && (request.method === "GET" || request.method === "HEAD")) {
        response.writeHead(200, {
          "content-type": "text/html; charset=utf-8",
          "cache-control": "no-store",
          "content-security-policy":
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
        });
        const faults = [...options.catalogue.values()].map(({ id, title, kind }) => ({ id, title, kind }));
        const view = {
          brand: "Fernhill",
          faults,
          running,
          timeline,
          outcomes,
          problem,
          repositoryUrl: options.repositoryUrl(),
        };
        response.end(controlsPage(view));
      } else if (path === "/controls" || path.startsWith("/controls/"))
        answer(response, 404, "There is nothing here.");
      else return false;
      return true;
    },
  };
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
