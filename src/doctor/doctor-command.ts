import pc from "picocolors";
import { loadSettings, SettingsError } from "../config/settings.ts";
import type { Settings } from "../contracts/settings.ts";
import { print, printJson } from "../safety/print.ts";
import { sanitise } from "../safety/sanitise.ts";
import type { Finding } from "./finding.ts";
import { lookAtChroma } from "./look-at-chroma.ts";
import { lookAtDataDir } from "./look-at-data-dir.ts";
import { lookAtGit } from "./look-at-git.ts";
import { lookAtGitHub } from "./look-at-github.ts";
import { lookAtMemory } from "./look-at-memory.ts";
import { lookAtModel } from "./look-at-model.ts";
import { lookAtNode } from "./look-at-node.ts";
import { lookAtPort } from "./look-at-port.ts";
import { lookAtRepositories } from "./look-at-repositories.ts";

const MARKS = { good: pc.green("✓"), odd: pc.yellow("!"), bad: pc.red("✗") } as const;

/** `sre-space doctor`: all that stands in the way of a start, at once; whether nothing does. Changes nothing. */
export async function doctorCommand(environment: NodeJS.ProcessEnv, json: boolean): Promise<boolean> {
  const findings: Finding[] = [];
  const found = (...more: Finding[]) => {
    findings.push(...more);
    // It takes seconds, and whoever waits sees how far it is.
    if (!json) for (const finding of more) print(inWords(finding));
  };
  found(lookAtNode(process.version), lookAtGit());
  const settings = readSettings(environment, found);
  if (settings) {
    found(lookAtDataDir(settings.dataDir), lookAtMemory(settings.memoryLimitMb));
    found(await lookAtPort(settings));
    const github = await lookAtGitHub(settings);
    found(...github);
    // To whom GitHub does not talk, it says nothing of repositories either.
    if (!github.some(({ about, state }) => about === "Credentials" && state === "bad"))
      found(...(await lookAtRepositories(settings)));
    found(await lookAtModel(settings));
    found(await lookAtChroma(settings));
  }
  const bad = findings.filter(({ state }) => state === "bad").length;
  if (json) printJson({ ready: bad === 0, findings });
  else
    print(
      bad === 0
        ? "\nNothing stands in the way: npm start"
        : `\n${bad === 1 ? "One thing stands" : `${bad} things stand`} in the way.`,
    );
  return bad === 0;
}

function readSettings(environment: NodeJS.ProcessEnv, found: (...more: Finding[]) => void): Settings | null {
  try {
    const settings = loadSettings(environment);
    found({ about: "Settings", state: "good", says: "environment and .env can be read" });
    return settings;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    found(
      ...error.problems.map(
        ({ variable, must, where }): Finding => ({ about: variable, state: "bad", says: must, todo: where }),
      ),
    );
    return null;
  }
}

function inWords({ about, state, says, todo }: Finding): string {
  const line = `${MARKS[state]} ${pc.bold(about)}  ${sanitise(says, 500)}`;
  return todo === undefined ? line : `${line}\n  ${pc.dim("→")} ${sanitise(todo, 500)}`;
}
