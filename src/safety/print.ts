import { jsonWithoutWorkflowCommands, withoutWorkflowCommands } from "./without-workflow-commands.ts";

const inWorkflow = process.env.GITHUB_ACTIONS === "true";

/** An answer for people, on stdout. */
export function print(text: string): void {
  console.log(inWorkflow ? withoutWorkflowCommands(text) : text);
}

/** An answer for programs, as the last line on stdout. */
export function printJson(value: unknown): void {
  const json = JSON.stringify(value);
  console.log(inWorkflow ? jsonWithoutWorkflowCommands(json) : json);
}

/** What is wrong, or could not be used, on stderr. */
export function complain(text: string): void {
  console.error(inWorkflow ? withoutWorkflowCommands(text) : text);
}
