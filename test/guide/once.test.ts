import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeCheckout } from "../docs/checkout.ts";
import { commandsIn } from "../docs/commands-in.ts";
import { PAGES } from "../docs/markdown.ts";
import { AS_PRINTED, DEMO_LINES } from "./demo-lines.ts";
import { runLine } from "./run-line.ts";

let checkout: string;
beforeAll(() => {
  checkout = makeCheckout();
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

it("has each line as a page prints it, and in short what is no other command", () => {
  const printed = [...PAGES.values()].flatMap(commandsIn);
  for (const line of DEMO_LINES) {
    expect(printed, "no page prints this any more").toContain(line.printed);
    expect(line.short.split(" ").slice(0, 5)).toEqual("npm run demo -- --once".split(" "));
  }
});

it.each([...new Set(DEMO_LINES.map(({ printed, short }) => (AS_PRINTED ? printed : short)))])(
  "%s",
  async (line) => {
    const said = await runLine(line, checkout);
    if (said === null) return;
    // The world that a line asks for is the one that was judged.
    if (line.includes("--healthy")) expect(said).toMatch(/s healthy, [1-9]\d* innocent deploys, [1-9]\d* /);
    else expect(said).toMatch(/│ culprit [0-9a-f]{7} \d+% +│ merge +│ yes/);
    if (line.includes("--intake alerts")) expect(said).toContain("quotes");
  },
  // Nothing here hangs on how fast a machine is: a demo that does not end by itself is what this is against.
  7_200_000,
);
