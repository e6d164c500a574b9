import { expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import type { CommandSignal } from "../../src/contracts/signal.ts";
import { heedNobody } from "../../src/loop/heed-nobody.ts";
import type { CommandReply, LoopPorts } from "../../src/loop/ports.ts";
import { reopenToRollBack } from "../../src/loop/reopen-to-roll-back.ts";
import { aDiagnosis, anIncident, at, evidence, HEAD, MERGED, plan } from "./an-incident.ts";
import { portsOf } from "./ports-of.ts";

const command: CommandSignal = {
  kind: "command",
  repository: "acme/marketplace",
  receivedAt: at(9000),
  issue: 7,
  comment: 70,
  actor: "ada",
  command: "rollback",
};
const issue = {
  number: 7,
  url: "http://127.0.0.1/acme/marketplace/issues/7",
  body: "",
  label: "",
  state: "closed" as const,
  comment: null,
  checkRuns: {},
};
const over = anIncident({
  evidence,
  looks: 1,
  diagnosis: aDiagnosis(),
  plan,
  issue,
  outcome: {
    branch: { name: "sre-space/0123456789ab-7", commit: HEAD },
    pullRequest: { number: 8, url: "http://127.0.0.1/acme/marketplace/pull/8", head: HEAD, draft: false },
    merge: { sha: MERGED, at: at(6000), ours: true },
  },
  closed: { at: at(8000), as: "healed" },
  remembered: { at: at(8000), patch: null },
});

/** What becomes of the command, and what its giver is told. */
async function given(incident: Incident, change: Partial<CommandSignal>, ports: Partial<LoopPorts> = {}) {
  const replies: CommandReply[] = [];
  const all = portsOf({ answer: async (_, __, reply) => void replies.push(reply), ...ports });
  await all.store.put(incident);
  const signal = { ...command, ...change };
  const { reopened, answered } = await reopenToRollBack(signal, all, async () => {});
  if (!answered) await heedNobody(signal, all);
  return { reopened, replies, stored: await all.store.get(incident.id) };
}

it("stays closed where nothing was merged, where it was asked before the merge, and for other commands", async () => {
  for (const [incident, change, text] of [
    [{ ...over, outcome: {} }, {}, /^Nothing was merged for this incident/],
    [over, { writtenAt: at(5000) }, /^That was written before #8 was merged/],
    [over, { command: "retry" }, /^This incident is closed.*`\/sre rollback` takes back what was merged/],
    [over, { issue: 99 }, /^No open incident of mine is told here/],
  ] as const) {
    const { reopened, replies, stored } = await given(incident, change);
    expect(reopened).toBeNull();
    expect(replies).toEqual([{ accepted: false, text: expect.stringMatching(text) }]);
    expect(stored?.closed).toEqual(over.closed);
  }
});

it("stays closed for somebody who may not ask for it", async () => {
  const facts = portsOf().facts("acme/marketplace");
  const { reopened, replies, stored } = await given(
    over,
    {},
    { facts: () => ({ ...facts, permission: async () => "triage" }) },
  );
  expect(reopened).toBeNull();
  expect(replies).toMatchObject([{ accepted: false, stranger: true, text: /needs write permission/ }]);
  expect(stored?.version).toBe(0);
});

it("stays closed where it cannot be planned, and says why", async () => {
  const reader = {
    defaultBranch: async () => ({ name: "main", sha: HEAD }),
    commit: async () => null,
    commitsBetween: async () => [],
  } as unknown as ReturnType<LoopPorts["reader"]>;
  const { reopened, replies, stored } = await given(over, {}, { reader: () => reader });
  expect(reopened).toBeNull();
  expect(replies).toEqual([
    { accepted: false, text: expect.stringMatching(/^It cannot be taken back by me: /) },
  ]);
  expect(stored?.closed).toEqual(over.closed);
});
