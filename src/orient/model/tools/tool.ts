import type { z } from "zod";

/** Something that the model may look at. It reads, and has no way to do anything else. */
export interface Tool<Parameters extends z.ZodType = z.ZodType> {
  name: string;
  description: string;
  parameters: Parameters;
  /** What it shows, already sanitised and redacted, or why it shows nothing. Throws what the repository's reader throws. */
  run(parameters: z.output<Parameters>): Promise<string> | string;
}

/** Keeps the parameters' type within the tool, so that tools of all sorts stand in one list. */
export function tool<Parameters extends z.ZodType>(one: Tool<Parameters>): Tool {
  return one as unknown as Tool;
}
