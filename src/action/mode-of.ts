import type { Inputs } from "./inputs.ts";

const BY_EVENT: Readonly<Record<string, "comment" | "pull-request">> = {
  issue_comment: "comment",
  pull_request: "pull-request",
  pull_request_target: "pull-request",
};

/** What a run is for: what its `mode` says, else what its event is about. `pull-request` is `validate` and `remember` together. */
export function modeOf(
  mode: Inputs["mode"],
  event: string,
): "respond" | "comment" | "validate" | "remember" | "pull-request" {
  return mode === "auto" ? (BY_EVENT[event] ?? "respond") : mode;
}
