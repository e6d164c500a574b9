import { z } from "zod";
import type { ModelCall, ModelTool } from "../../contracts/ports/model.ts";
import type { Quotation } from "./quotation.ts";
import type { Tool } from "./tools/tool.ts";

const MOST_CALLS = 12;
const LONGEST_RESULT = 24_000;
const LONGEST_ARGUMENTS = 4_000;
/** Characters of all results together. */
const ALL_RESULTS = 96_000;

export interface ToolBox {
  offered: readonly ModelTool[];
  /** Nothing more will be shown. */
  isEmpty(): boolean;
  /** What to tell the model. Whatever it asks for, and however it asks, there is an answer. */
  use(call: ModelCall): Promise<string>;
}

/** The tools of one conversation, with what may still be shown in it. */
export function toolBox(tools: readonly Tool[], quote: Quotation): ToolBox {
  let calls = 0;
  let shown = 0;
  return {
    offered: tools.map(({ name, description, parameters }) => {
      const { $schema: _, ...schema } = z.toJSONSchema(parameters);
      return { name, description, parameters: schema };
    }),
    isEmpty: () => calls >= MOST_CALLS || shown >= ALL_RESULTS,
    async use(call) {
      if (calls >= MOST_CALLS || shown >= ALL_RESULTS) return "Nothing more is shown: answer now.";
      calls += 1;
      const tool = tools.find((one) => one.name === call.name);
      if (!tool) return "There is no such tool.";
      const parameters =
        call.arguments.length > LONGEST_ARGUMENTS ? null : tool.parameters.safeParse(parse(call.arguments));
      if (!parameters?.success) return "These are not the parameters of that tool.";
      const room = Math.min(LONGEST_RESULT, ALL_RESULTS - shown);
      const found = await (async () => tool.run(parameters.data))().catch(
        () => "It cannot be read at the moment.",
      );
      const result = quote.lines(found, room);
      shown += result.length;
      return quote.marked(result);
    },
  };
}

function parse(text: string): unknown {
  try {
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    return null;
  }
}
