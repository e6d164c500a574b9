import type { Closed, Incident } from "../../contracts/incident.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

const words: Record<Closed["as"], string> = {
  healed: "Healed, and closed.",
  "recovered-unexplained": "It passed by itself. Closed without an explanation.",
  "resolved-by-person": "Resolved by a person.",
  "same-cause": "It goes on in the incident of the same cause.",
};

const withoutUs =
  "It passed, and not by the change: the old revision got well beside it. Whether the change stays is a person's to say.";

export async function close(incident: Incident, as: Closed["as"], ports: LoopPorts): Promise<StepResult> {
  return {
    change: { closed: { at: new Date(ports.clock.now()).toISOString(), as }, waiting: null },
    thoughts: [
      thought("scout", as === "recovered-unexplained" && incident.outcome.merge ? withoutUs : words[as]),
    ],
  };
}
