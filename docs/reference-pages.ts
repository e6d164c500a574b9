import { everythingTold } from "../test/instruments/everything-told.ts";
import { commandsPage } from "./commands-page.ts";
import { environmentPage } from "./environment-page.ts";
import { httpPage } from "./http-page.ts";
import { metricsPage } from "./metrics-page.ts";

/** The pages of docs/reference/ by file: nothing in their tables is written twice. */
export async function referencePages(): Promise<Record<string, string>> {
  return {
    "commands.md": await commandsPage(),
    "environment.md": environmentPage(),
    "http.md": httpPage(),
    "metrics.md": metricsPage(await everythingTold()),
  };
}
