#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { Command, CommanderError } from "commander";
import { CannotStart } from "./cannot-start.ts";
import { SettingsError } from "./config/settings-error.ts";
import { NoBundle } from "./replay/no-bundle.ts";
import { complain } from "./safety/print.ts";

// Types are stripped and code is compiled once, not at every command: https://nodejs.org/api/module.html#module-compile-cache
enableCompileCache();

/** 0 good, 1 the answer is no, 2 wrong use. */
const GOOD = 0;
const NO = 1;
const WRONG_USE = 2;

const program = new Command("sre-space")
  .description("An autonomous reliability engineer: telemetry becomes a reviewed, merged change.")
  .option("-V, --version", "print the version")
  .on("option:version", () => {
    // Read only when asked for: every other command would pay for it.
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    console.log(version);
    throw new CommanderError(GOOD, "commander.version", version);
  })
  .exitOverride()
  .showHelpAfterError("Try `sre-space --help`.");

program
  .command("serve")
  .description("run the service; everything is set through the environment or .env")
  .action(async () => {
    // The graph costs a third of a second to load: the other commands do without it.
    const { serve } = await import("./service.ts");
    await serve(process.env);
  });

program
  .command("monitor")
  .description("run the monitor alone, beside workers that share their state in PostgreSQL; docs/monitor.md")
  .action(async () => {
    const { serveMonitor } = await import("./serve-monitor.ts");
    await serveMonitor(process.env);
  });

program
  .command("doctor")
  .description("find everything that stands in the way of `serve`, and say what to do about each")
  .option("--json", "as JSON, the last line on stdout")
  .action(async (options: { json?: boolean }) => {
    const { doctorCommand } = await import("./doctor/doctor-command.ts");
    process.exitCode = (await doctorCommand(process.env, options.json === true)) ? GOOD : NO;
  });

program
  .command("letters")
  .description("list signals that nothing could be done about, or have one acted on again; docs/workers.md")
  .option("--replay <key>", "the one to act on again")
  .option("--json", "as JSON, the last line on stdout")
  .action(async (options: { replay?: string; json?: boolean }) => {
    const [{ loadSettings }, { lettersCommand }] = await Promise.all([
      import("./config/settings.ts"),
      import("./letters-command.ts"),
    ]);
    const good = await lettersCommand(loadSettings(process.env), { ...options, json: options.json === true });
    process.exitCode = good ? GOOD : NO;
  });

program
  .command("token")
  .description("print an ingest token that names these repositories and no other")
  .argument("<repositories...>", "OWNER/REPO")
  .option("--json", "as JSON")
  .action(async (repositories: string[], options: { json?: boolean }) => {
    const [{ loadSettings }, { RepositoryName }, { mintIngestToken }] = await Promise.all([
      import("./config/settings.ts"),
      import("./contracts/repository.ts"),
      import("./edge/ingest-token.ts"),
    ]);
    const wrong = repositories.find((name) => !RepositoryName.safeParse(name).success);
    if (wrong !== undefined)
      throw new WrongUse(`${JSON.stringify(wrong)} is no repository. Write OWNER/REPO, such as acme/shop.`);
    const token = mintIngestToken(loadSettings(process.env).ingestSecret, repositories);
    console.log(options.json ? JSON.stringify({ repositories, token }) : token);
  });

program
  .command("validate")
  .description("check a policy file: every problem with its line, and what to write instead")
  .argument("[file]", "the file", ".sre-space.yml")
  .option("--organisation <file>", "the file that it extends, and whose locks it must keep")
  .option("--json", "as JSON")
  .action(async (file: string, options: { json?: boolean; organisation?: string }) => {
    const { validateCommand } = await import("./validate-command.ts");
    process.exitCode = validateCommand(file, { ...options, read }) ? GOOD : NO;
  });

program
  .command("simulate")
  .description("say what would have been done in past incidents under a policy, and why")
  .argument("<bundles...>", "folders of one incident each, or one that holds such folders; docs/bundles.md")
  .option("--policy <file>", "the policy; without it, the one of the bundle")
  .option("--json", "as JSON, the last line on stdout")
  .action(async (bundles: string[], options: { policy?: string; json?: boolean }) => {
    const { policy: path } = options;
    const { parsePolicy } = await import("./config/policy-file.ts");
    const parsed = path === undefined ? null : parsePolicy(read(path));
    if (path !== undefined && parsed && !parsed.policy) {
      const { validateCommand } = await import("./validate-command.ts");
      validateCommand(path, { json: options.json === true, read });
      process.exitCode = NO;
      return;
    }
    const { simulateCommand } = await import("./replay/simulate-command.ts");
    const terms =
      path !== undefined && parsed?.policy ? { policy: parsed.policy, source: { path, blob: "" } } : null;
    await simulateCommand(bundles, { json: options.json === true, terms });
  });

program
  .command("diagnose")
  .description("say which commit broke it, or that none did, from a folder that holds one incident")
  .argument("<bundle>", "the folder; docs/bundles.md says what may be in it")
  .option("--json", "as JSON, the last line on stdout")
  .action(async (bundle: string, options: { json?: boolean }) => {
    const { diagnoseCommand } = await import("./replay/diagnose-command.ts");
    await diagnoseCommand(bundle, { json: options.json === true });
  });

program
  .command("schema")
  .description("print the JSON Schema of .sre-space.yml, for editors")
  .action(async () => {
    const { policySchema } = await import("./config/schema.ts");
    console.log(JSON.stringify(policySchema(), null, 2));
  });

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new WrongUse(`There is no readable file ${file}. Name one that is there.`);
  }
}

class WrongUse extends Error {}

// Without a word it says what there is; commander would call that an error.
if (process.argv.length === 2) process.argv.push("--help");
// No `await`: this is compiled to a script, which has none at its top.
program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? GOOD : WRONG_USE;
  else if ([SettingsError, CannotStart, WrongUse, NoBundle].some((known) => error instanceof known)) {
    complain((error as Error).message);
    process.exitCode = WRONG_USE;
  } else throw error;
});
