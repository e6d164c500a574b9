import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import type { BreakView, ControlsView } from "./controls-view.ts";
import { ENVIRONMENT_GUIDE } from "./environment-guide.ts";

/** `npm run break -- …`: what the page of controls does, by command, at a demo that is up. Exit 0 done, 1 refused, 2 wrong use. */
const WAYS = ["commit", "world"];

/** Nobody listens there, or what listens is no demo. */
class NoDemo extends Error {}

const program = new Command("npm run break --")
  .description("Breaks the marketplace of a demo that is up (npm run demo), as its page of controls does.")
  .option("--port <n>", "where the demo is", port, 8001)
  .exitOverride()
  .configureOutput({ outputError: () => {} });

program
  .command("list", { isDefault: true })
  .description("what can be broken, and what is under way")
  .option("--json", "as the page has it")
  .action(async ({ json }: { json?: true }) => {
    const view = await ask();
    process.stdout.write(json ? `${JSON.stringify(view, null, 2)}\n` : everything(view));
  });
for (const symptom of ["errors", "latency", "memory"])
  program
    .command(symptom)
    .description(`real ${symptom}: by a commit that is deployed, or by something done to the running world`)
    .addOption(new Option("--by <way>", "how").choices(WAYS).default("commit"))
    .action(({ by }: { by: string }) => press("/controls/break", { symptom, by }));
program
  .command("fault <id>")
  .description("a fault of the catalogue")
  .action((fault: string) => press("/controls/break", { fault }));
program
  .command("do <action> [target]")
  .description(`one of: ${Object.keys(ENVIRONMENT_GUIDE).join(", ")}`)
  .option("--ms <n>", "milliseconds")
  .option("--ratio <n>", "share of the requests, 0 to 1")
  .option("--factor <n>", "times as many customers")
  .option("--megabytes <n>", "a second")
  .option("--table <name>")
  .option("--name <flag>")
  .option("--value <value>", "of the flag")
  .option("--for <duration>", "lifted by itself after, say, 30s")
  .action((action: string, target: string | undefined, fields: Record<string, string>) =>
    press("/controls/break", { action, ...(target === undefined ? {} : { target }), ...fields }),
  );
program
  .command("lift <id>")
  .description("mend what is under way, by its number")
  .action((id: string) => press("/controls/lift", { id }));

try {
  await program.parseAsync(process.argv.slice(2), { from: "user" });
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exit(0);
  const { message } = error as Error;
  const hint = error instanceof CommanderError ? "\nSee npm run break -- --help" : "";
  process.stderr.write(`${pc.red("npm run break:")} ${message.replace(/^error: /, "")}${hint}\n`);
  process.exit(error instanceof CommanderError || error instanceof NoDemo ? 2 : 1);
}

async function ask(path = "/controls", form?: Record<string, string>): Promise<ControlsView> {
  const url = `http://127.0.0.1:${program.opts<{ port: number }>().port}`;
  let answer: Response;
  try {
    answer = await fetch(url + path, {
      method: form ? "POST" : "GET",
      headers: { accept: "application/json" },
      body: form ? new URLSearchParams(form) : null,
    });
  } catch {
    throw new NoDemo(`Nobody listens at ${url}. Start the demo with npm run demo, or name its --port.`);
  }
  if (!answer.headers.get("content-type")?.startsWith("application/json"))
    throw new NoDemo(`${url} is no demo of SRE-Space: it answered ${answer.status}.`);
  const view = (await answer.json()) as ControlsView;
  if (view.inFlight === undefined)
    throw new NoDemo(`${url} has no controls. A demo has them while it stays up, without --once.`);
  if (!answer.ok) throw new Error(view.problem ?? `It answered ${answer.status}.`);
  return view;
}

async function press(path: string, form: Record<string, string>): Promise<void> {
  const view = await ask(path, form);
  process.stdout.write(underWay(view));
}

function underWay({ inFlight, earlier }: ControlsView): string {
  const shown = [...inFlight, ...earlier];
  if (shown.length === 0) return "Nothing is broken by anybody.\n";
  return shown.map(entry).join("");
}

function entry({ id, title, state, words, lift, issues, pulls }: BreakView): string {
  const head = `${pc.bold(`${id}`)}  ${title}  ${pc.dim([state, words].filter(Boolean).join(", "))}${lift === null ? "" : pc.dim(`  (lift ${id})`)}\n`;
  const lines = [
    ...issues.map((issue) => `   issue #${issue.number} ${issue.words}  ${pc.cyan(issue.url)}\n`),
    ...pulls.map((pull) => `   pull request #${pull.number} ${pull.words}  ${pc.cyan(pull.url)}\n`),
  ];
  return head + lines.join("");
}

function everything(view: ControlsView): string {
  const line = (name: string, says: string) => `  ${name.padEnd(24)}${pc.dim(says)}\n`;
  return [
    `${pc.bold("Under way")}\n${underWay(view)}`,
    `\n${pc.bold("npm run break -- SYMPTOM [--by commit|world]")}\n`,
    ...view.symptoms.map(({ symptom, commit, world }) => line(symptom, `“${commit}”, or ${world}`)),
    `\n${pc.bold("npm run break -- do ACTION [TARGET] [--ms N …]")}\n`,
    ...Object.entries(ENVIRONMENT_GUIDE).map(([action, { does }]) => line(action, does)),
    `\n${pc.bold("npm run break -- fault ID")}\n`,
    ...view.faults.map(({ id, title }) => line(id, title)),
  ].join("");
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new InvalidArgumentError("It must be a port.");
  return value;
}
