import { z } from "zod";
import type { ControlPanel } from "./control-panel.ts";

const Failure = z.object({
  method: z.string().optional(),
  /** A regular expression over the path without `/api/v3`. */
  path: z.string().optional(),
  status: z.number().int(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  times: z.number().int().positive().default(1),
  when: z.enum(["before", "after"]).optional(),
  hangUp: z.boolean().optional(),
});
const Limits = z.object({ writesPerMinute: z.number(), writesPerHour: z.number(), callsPerHour: z.number() });
const Rule = z.object({
  event: z.string().optional(),
  action: z.string().optional(),
  times: z.number().int().positive().default(1),
  effect: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("drop") }),
    z.object({ kind: z.literal("delay"), ms: z.number() }),
    z.object({ kind: z.literal("duplicate"), copies: z.number().int().positive() }),
    z.object({ kind: z.literal("reorder") }),
  ]),
});

/** `POST /_control/NAME` with a JSON body: the controls for a test in another process. Loopback only, as all here. */
export async function serveControl(panel: ControlPanel, request: Request, path: string): Promise<Response> {
  const name = path.slice("/_control/".length);
  const read = async <S extends z.ZodType>(schema: S): Promise<z.output<S>> =>
    schema.parse(JSON.parse((await request.text()) || "{}"));
  const done = (body: unknown = { ok: true }) => Response.json(body);
  if (request.method !== "POST") return Response.json({ message: "POST is needed" }, { status: 405 });
  try {
    switch (name) {
      case "fail": {
        const { path: pattern, ...rest } = await read(Failure);
        panel.failNext({ ...rest, ...(pattern === undefined ? {} : { path: new RegExp(pattern) }) } as never);
        return done();
      }
      case "latency":
        panel.setLatency((await read(z.object({ ms: z.number().min(0) }))).ms);
        return done();
      case "throttle":
        panel.setThrottle(
          (await read(z.object({ limits: z.union([z.literal("github.com"), Limits, z.null()]) }))).limits,
        );
        return done();
      case "exhaust": {
        const { who, seconds } = await read(z.object({ who: z.string().default("*"), seconds: z.number() }));
        panel.exhaustRateLimit(who, seconds);
        return done();
      }
      case "restore":
        panel.restoreRateLimit();
        return done();
      case "webhooks":
        panel.onWebhooks((await read(Rule)) as never);
        return done();
      case "release":
        panel.releaseWebhooks();
        return done();
      case "journal":
        return done(panel.journal());
      case "writes":
        return done({ writes: panel.countWrites((await read(z.object({ actor: z.string() }))).actor) });
      case "clock":
        panel.advanceClock((await read(z.object({ ms: z.number() }))).ms);
        return done();
      default:
        return Response.json({ message: `there is no control ${name}` }, { status: 404 });
    }
  } catch (error) {
    return Response.json(
      { message: error instanceof Error ? error.message : String(error) },
      { status: 422 },
    );
  }
}
