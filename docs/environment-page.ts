import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSettings } from "../src/config/settings.ts";
import { ENVIRONMENT } from "./environment-variables.ts";

/** docs/reference/environment.md. Defaults are those that an environment with a key of OpenAI, and nothing else, gives. */
export function environmentPage(): string {
  const empty = mkdtempSync(join(tmpdir(), "sre-space-empty-"));
  try {
    const settings = loadSettings({ OPENAI_API_KEY: "a-key" }, empty);
    const sections = ENVIRONMENT.map(({ heading, about, variables }) =>
      [
        `## ${heading}`,
        ...(about ? [about] : []),
        [
          "| variable | what | default |",
          "| --- | --- | --- |",
          ...variables.map(
            ({ name, what, standing }) =>
              `| \`${name}\` | ${what} | ${typeof standing === "string" ? standing : standing(settings)} |`,
          ),
        ].join("\n"),
      ].join("\n\n"),
    );
    return [
      "# Environment",
      "Variables of the service, read once at its start from the environment and from `.env` in the folder that it is started in; the environment comes first, and an empty value is no value. `npx sre-space doctor` names each that is wrong. What the Action takes is in [action.md](../action.md), what a repository decides in [policy.md](../policy.md).",
      ...sections,
      "",
    ].join("\n\n");
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}
