import { afterAll, afterEach, expect, it } from "vitest";
import { planRemedy } from "../../../src/decide/plan/plan.ts";
import { chooseRemedy } from "../../../src/orient/remedy/choose-remedy.ts";
import { type Consulted, consulted, removeCases } from "../model/consulted.ts";

let room: Consulted | undefined;
afterEach(async () => {
  await room?.stop();
  room = undefined;
});
afterAll(removeCases);

const PRICE = "services/quotes/price.ts";
const GUARD = {
  path: PRICE,
  find: "history.claims[0].years",
  replace: "(history.claims[0]?.years ?? history.years)",
};

/** What becomes of an edit: from the scripted model's mouth to the plan, after somebody changed the culprit's lines again. */
async function becomes(edit: object, today: (text: string) => string) {
  room = await consulted(() => ({
    say: {
      leading: "C1",
      ranking: ["C1"],
      claims: [
        { about: "C1", favours: true, text: "It reads a first claim that is not there.", evidence: ["E2"] },
      ],
      doubts: [],
      new_cause: null,
      explanation: "Guard the first claim.",
      patch: [edit],
    },
  }));
  const { scene, file, ask } = room;
  const diagnosis = chooseRemedy(await ask(), file);
  const text = scene.repository.read(PRICE);
  scene.repository.commit({ [PRICE]: today(text) }, { message: "style: words" });
  const plan = await planRemedy({ diagnosis, reader: scene.input.reader, policy: file.policy });
  scene.repository.commit({ [PRICE]: text }, { message: "and back" });
  return { diagnosis, plan };
}

/** On the culprit's own line, so that its revert conflicts. */
const reworded = (text: string) => text.replace(/^(.*history\.claims\[0\]\.years.*)$/m, "$1 // of the first");

it("a model's exact edit is planned where the revert cannot be", async () => {
  const { diagnosis, plan } = await becomes(GUARD, reworded);
  expect([diagnosis.remedy.kind, diagnosis.otherwise?.map(({ kind }) => kind)]).toEqual([
    "revert",
    ["patch"],
  ]);
  if (plan.kind !== "planned") throw new Error(plan.reason);
  expect(plan).toMatchObject({ remedy: "patch", reverts: [], files: [{ path: PRICE }] });
  expect(plan.files[0]?.after?.content).toContain(`${GUARD.replace}`);
  expect(plan.summary).toMatch(/parses as TypeScript.*It is no revert: .*changed again on the same lines/);
});

it("what it would break is not", async () => {
  const { plan } = await becomes({ ...GUARD, replace: "(history.claims[0]" }, reworded);
  expect(plan).toMatchObject({
    kind: "unplanned",
    reason: expect.stringMatching(/Nor by patch: .*would not parse as TypeScript/),
  });
});

it("nor what stands there twice by now", async () => {
  const { plan } = await becomes(GUARD, (text) => `${reworded(text)}// history.claims[0].years\n`);
  expect(plan).toMatchObject({
    kind: "unplanned",
    reason: expect.stringMatching(/Nor by patch: .*more than once/),
  });
});

it("nor is it asked for where it names what nobody may write", async () => {
  const { diagnosis } = await becomes({ ...GUARD, path: ".github/workflows/ci.yml" }, reworded);
  expect(diagnosis.secondOpinion?.patch).toBeNull();
  expect(diagnosis.otherwise).toBeUndefined();
});
