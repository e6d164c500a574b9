import pc from "picocolors";
import type { World } from "./start-world.ts";

/** What a person reads when the demo is up: where to go and what to press. */
export function printBanner(world: World, write: (text: string) => void): void {
  const line = (name: string, address: string) => `  ${name.padEnd(14)}${pc.cyan(address)}\n`;
  write(
    `\n${pc.bold("The marketplace is open.")}\n\n${line("Marketplace", `${world.front.url}/`)}${line(
      "Controls",
      `${world.front.url}/controls`,
    )}${line("Monitor", `${world.front.url}/monitor`)}${line("Repository", world.github.repositoryUrl)}${line("Clone", `git clone ${world.github.remote}`)}\n  Break something on the controls page, or by npm run break, and watch the monitor. Ctrl-C ends everything.\n  ${pc.dim(`Logs: ${world.logs}`)}\n\n`,
  );
}
