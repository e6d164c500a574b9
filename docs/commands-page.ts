import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const CLI = join(import.meta.dirname, "../src/cli.ts");

/** docs/reference/commands.md: what every command says of itself. */
export async function commandsPage(): Promise<string> {
  const help = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args, "--help"]);
    return stdout.trimEnd();
  };
  const all = await help();
  const sections: string[] = [];
  for (const name of commandsIn(all)) sections.push(`## ${name}\n\n\`\`\`text\n${await help(name)}\n\`\`\``);
  return [
    "# Commands",
    "`npx sre-space COMMAND`. A command ends with 0 where all is well, with 1 where its answer is no, and with 2 where it was called in a wrong way. With `--json` the last line on stdout is the answer.",
    `\`\`\`text\n${all}\n\`\`\``,
    ...sections,
    "",
  ].join("\n\n");
}

/** Of the command line's own help: the words that begin a line of its list of commands. */
export function commandsIn(help: string): string[] {
  const [, list = ""] = help.split("Commands:\n");
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
}
