import { createHash } from "node:crypto";
import { type Context, ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import type { Incident } from "../contracts/incident.ts";
import type { Agent } from "../contracts/thought.ts";
import type { Step } from "./step.ts";

/** Whose work a step is; what stands here under nobody's name is Fixer's. */
const AGENTS: Partial<Record<Step["do"], Agent>> = {
  observe: "scout",
  "measure-recovery": "scout",
  join: "scout",
  part: "scout",
  orient: "brain",
  "look-beside": "brain",
  "hand-over": "brain",
  remember: "brain",
  plan: "guardrail",
  judge: "guardrail",
  heed: "guardrail",
};

/**
 * Runs one step of an incident in a span of its own, as the GenAI conventions describe an agent at work. All steps of an
 * incident are one trace, whichever process takes them, and however many days apart.
 *
 * Without an SDK nothing is recorded and next to nothing done.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-agent-spans/
 */
export async function traceStep<T>(incident: Incident, step: Step["do"], run: () => Promise<T>): Promise<T> {
  const agent = AGENTS[step] ?? "fixer";
  return trace.getTracer("sre-space").startActiveSpan(
    `invoke_agent ${agent}`,
    {
      attributes: {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": agent,
        "sre_space.step": step,
        "sre_space.incident.id": incident.id,
        "sre_space.repository": incident.repository,
      },
    },
    traceOf(incident.id),
    async (span) => {
      try {
        return await run();
      } catch (error) {
        span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
  );
}

/** Every process works the same ids out of the incident's, so that nobody needs to keep them. */
function traceOf(id: string): Context {
  const digest = createHash("sha256").update(id).digest("hex");
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: digest.slice(0, 32),
    spanId: digest.slice(32, 48),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });
}
