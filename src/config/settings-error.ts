export interface SettingsProblem {
  variable: string;
  /** What it must be, as a sentence without its subject: `must be a port`. */
  must: string;
  /** Where to get it, or what to do. */
  where: string;
}

/** Stops the start: every problem of the environment at once, each with the way out. */
export class SettingsError extends Error {
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    const lines = problems.map(({ variable, must, where }) => `  ${variable} ${must}. ${where}`);
    super(`SRE-Space cannot start with these settings (environment and .env):\n${lines.join("\n")}`);
    this.name = "SettingsError";
    this.problems = problems;
  }
}
