import { getInput, setSecret } from "@actions/core";
import { z } from "zod";
import { DurationSeconds } from "../contracts/quantity.ts";
import { CannotRun } from "./cannot-run.ts";

export const MODES = ["auto", "respond", "comment", "validate", "remember"] as const;

/** As YAML writes it, in its three ways: https://yaml.org/spec/1.2.2/#1032-tag-resolution */
const Yes = z
  .string()
  .toLowerCase()
  .pipe(z.enum(["true", "false", ""], "must be true or false"))
  .transform((text) => text === "true");
const Optional = z.string().transform((text) => (text === "" ? null : text));

/** The inputs of action.yml, by their names there. */
export const Inputs = z.object({
  mode: z.enum(MODES, `must be one of ${MODES.join(", ")}`),
  token: z.string().min(1, "is missing: write github.token there as an expression, or the token of an App"),
  "state-secret": Optional.refine(
    (secret) => secret === null || secret.length >= 32,
    "must be at least 32 characters: make one with openssl rand -hex 32 and keep it as a secret of the repository",
  ),
  /** Seconds. */
  wait: DurationSeconds.refine((seconds) => seconds <= 5 * 3600, "must be at most 5h, as jobs end after 6"),
  bundle: Optional,
  "dry-run": Yes,
  "openai-api-key": Optional,
  "openai-base-url": Optional,
  "openai-model": Optional,
});
export type Inputs = z.infer<typeof Inputs>;

/** Where nothing is given, as where the file is run by hand; action.yml has the same. */
const DEFAULTS: Readonly<Record<string, string>> = { mode: "auto", wait: "10m" };

/** @throws CannotRun naming every input that is wrong */
export function readInputs(): Inputs {
  const given = Object.fromEntries(
    Object.keys(Inputs.shape).map((name) => [name, getInput(name) || (DEFAULTS[name] ?? "")]),
  );
  for (const name of ["token", "state-secret", "openai-api-key"]) if (given[name]) setSecret(given[name]);
  const read = Inputs.safeParse(given);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `Input ${path.join(".")} ${message}.`);
  throw new CannotRun(wrong.join(" "));
}
