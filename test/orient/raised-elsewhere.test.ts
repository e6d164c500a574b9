import { expect, it } from "vitest";
import { lines, Scene } from "./scene.ts";

const at = (words: string) => lines("export function pay(card) {", `  ${words}`, "}");

/** Requests fail with an error that `ask.ts` raises, after a change of the line that raises another of its kind. */
async function reasonsFor(before: string, after: string) {
  const scene = new Scene();
  scene.push(-3000, {
    "services/quotes/ask.ts": lines("export function ask() {", '  throw new Declined("no answer");', "}"),
    "services/quotes/pay.ts": at(before),
  });
  const commit = scene.push(-6, { "services/quotes/pay.ts": at(after) });
  scene.revisions([[commit, -2, 5, 60, true]]);
  scene.threw("Declined", [["services/quotes/ask.ts", 2, "ask"]], 40);
  const { hypotheses } = await scene.diagnose();
  return hypotheses.find((one) => one.suspect === commit)?.reasons ?? [];
}

it("a line that raises the same type has not raised what is raised elsewhere", async () => {
  const reasons = await reasonsFor(
    'throw new Declined("Your bank said no.");',
    'throw new Declined("Your bank refused.");',
  );
  expect(reasons.map(({ text }) => text).join()).not.toContain("`Declined`");
});

it("a line that is about the type in another way still counts", async () => {
  const reasons = await reasonsFor(
    "if (card instanceof Declined) card.again();",
    "if (card instanceof Declined) card.stop();",
  );
  expect(reasons.map(({ text }) => text).join()).toContain("`Declined`");
});
