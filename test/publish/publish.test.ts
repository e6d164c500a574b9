import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { Policy } from "../../src/contracts/policy.ts";
import type { Reporter } from "../../src/contracts/ports/reporter.ts";
import { answerCommand } from "../../src/publish/answer-command.ts";
import { publish } from "../../src/publish/publish.ts";
import { publishLabels } from "../../src/publish/publish-labels.ts";
import { type LocalGitHub, startLocalGitHub } from "../github/local-github.ts";
import { stages } from "./stages.ts";

let world: LocalGitHub;
let states: Incident[];
const policy = Policy.parse({ version: 1, notify: { labels: ["incident"] } });

beforeEach(async () => {
  world = await startLocalGitHub();
  const base = await world.git("rev-parse", "HEAD");
  const suspect = await world.push({ "services/quotes/price.js": "throw 1;\n" }, "refactor: price");
  const head = await world.push(
    { "services/quotes/price.js": "ok;\n" },
    "revert",
    "sre-space/0123456789ab-1",
  );
  const merge = await world.push({ "a.txt": "a" }, "merge");
  states = stages({ suspect, base, head, merge });
});
afterEach(() => world.stop());

const START = Date.UTC(2026, 10, 22, 14, 2, 16);
const at = (nowMs = START, reporter: Reporter = world.connection.reporter("acme/shop")) => ({
  policy,
  reporter,
  reader: world.connection.reader("acme/shop"),
  webUrl: world.github.webUrl,
  nowMs,
});
const get = async (path: string) =>
  (await world.as(world.devToken, "GET", `/repos/acme/shop${path}`)) as unknown as Record<string, unknown>[];

/** What a person sees of an incident, without ids and times. */
async function shown(id: string) {
  const issue = (await get("/issues?state=all")).find((one) =>
    (one.body as string).includes(`{"id":"${id}"`),
  )!;
  const checks = [];
  const { diagnosis, outcome } = states.at(-1)!;
  for (const sha of [diagnosis!.suspect, outcome.branch!.commit]) {
    const { check_runs } = (await get(`/commits/${sha}/check-runs`)) as unknown as {
      check_runs: {
        name: string;
        conclusion: string;
        external_id: string;
        output: { title: string; summary: string };
      }[];
    };
    for (const { name, conclusion, output, external_id } of check_runs)
      if (external_id === id) checks.push([name, conclusion, output.title, output.summary]);
  }
  return {
    state: issue.state,
    title: issue.title,
    body: issue.body,
    labels: (issue.labels as { name: string }[]).map((label) => label.name).sort(),
    comments: (await get(`/issues/${issue.number}/comments`)).map((one) => one.body),
    checks,
  };
}

/** @param pace milliseconds from one state to the next */
async function publishAll(pace: number) {
  let issue: Incident["issue"] = null;
  const perStage: number[] = [];
  for (const [index, state] of states.entries()) {
    world.github.clearJournal();
    issue = await publish({ ...state, issue }, at(START + index * pace));
    perStage.push(world.writes().length);
    const again = await publish({ ...state, issue }, at(START + index * pace));
    expect(again).toEqual(issue);
    expect(world.writes()).toHaveLength(perStage.at(-1)!);
  }
  return perStage;
}

describe("publish", () => {
  it("tells the whole story of an incident in five writes, and repeats none", async () => {
    await publishLabels(world.connection.reporter("acme/shop"));
    // opened · cause and verdict, and the mark on the culprit · guardrail on the pull request · healed
    expect(await publishAll(500)).toEqual([1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    const end = await shown(states[0]!.id);
    expect(end).toMatchObject({
      state: "closed",
      title: "quotes: POST /quotes is failing",
      labels: ["incident", "sre-space", "sre-space:healed"],
    });
    expect(end.comments).toHaveLength(1);
    expect(end.comments[0]).toContain("**Healed by #8.**");
    expect(end.checks.map(([name, conclusion]) => [name, conclusion])).toEqual([
      ["SRE-Space / suspect", "neutral"],
      ["SRE-Space / guardrail", "success"],
    ]);
  });

  it("tells of a long one as it moves", async () => {
    await publishLabels(world.connection.reporter("acme/shop"));
    // opened · cause · proposed · guardrail · merged · deployed · healed
    expect(await publishAll(30_000)).toEqual([1, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 1, 1, 1, 0, 0, 1]);
  });

  it("tells at last what came within a burst, though nothing else happens", async () => {
    const merged = states.findIndex((one) => one.outcome.merge);
    let issue: Incident["issue"] = null;
    for (const state of states.slice(0, merged + 1)) issue = await publish({ ...state, issue }, at());
    world.github.clearJournal();
    const last = { ...states[merged]!, issue };
    expect((await publish(last, at(START + 19_000))).label).toBe("sre-space:fixing");
    expect((await publish(last, at(START + 20_000))).label).toBe("sre-space:watching");
    // The label is none that the repository knows yet.
    expect(world.writes()).toHaveLength(2);
  });

  it("shows what is broken before anything is known of the cause", async () => {
    const issue = await publish(states[0]!, at());
    const [one] = await get("/issues");
    expect(one).toMatchObject({ number: issue.number, html_url: issue.url });
    expect(one?.body).toContain("fails 41.8 % of its requests");
    expect((one!.labels as { name: string }[]).map((label) => label.name)).toContain(
      "sre-space:investigating",
    );
  });

  it("links a frame to the file in the repository that the process ran", async () => {
    await publishAll(0);
    const { suspect } = states.at(-1)!.diagnosis!;
    const [one] = await get("/issues?state=all");
    expect(one?.body).toContain(
      `${world.github.webUrl}/acme/shop/blob/${suspect}/services/quotes/price.js#L2`,
    );
  });

  it("annotates the culprit at its line", async () => {
    await publishAll(0);
    const { check_runs } = (await get(
      `/commits/${states.at(-1)!.diagnosis!.suspect}/check-runs`,
    )) as unknown as { check_runs: { id: number }[] };
    expect(await get(`/check-runs/${check_runs[0]!.id}/annotations`)).toMatchObject([
      { path: "services/quotes/price.js", start_line: 2 },
    ]);
  });

  it("says on a commit that it is no longer suspected when another is", async () => {
    const judged = states.find((one) => one.verdict?.decision === "merge")!;
    const issue = await publish({ ...judged, issue: null }, at());
    const first = judged.diagnosis!.suspect!;
    const other = judged.diagnosis!.revisions.healthy!;
    const [hypothesis] = judged.diagnosis!.hypotheses;
    const moved: Incident["diagnosis"] = {
      ...judged.diagnosis!,
      suspect: other,
      hypotheses: [{ ...hypothesis!, suspect: other }],
    };
    await publish({ ...judged, diagnosis: moved, issue }, at());
    const titles = async (sha: string) =>
      (
        (await get(`/commits/${sha}/check-runs`)) as unknown as {
          check_runs: { output: { title: string } }[];
        }
      ).check_runs.map((run) => run.output.title);
    expect(await titles(first)).toEqual(["No longer suspected"]);
    expect(await titles(other)).toEqual(["Broke quotes, 97 % sure"]);
  });

  it("leaves what the last look said while it looks again, and does not swing to and fro", async () => {
    const waiting = states.find((one) => one.verdict?.decision === "report")!;
    const observed = states.find((one) => one.evidence && !one.diagnosis)!;
    let issue = await publish({ ...states[0]!, issue: null }, at());
    world.github.clearJournal();
    for (let looks = 1; looks <= 9; looks++) {
      const now = START + looks * 10_000;
      issue = await publish({ ...observed, looks, waiting: waiting.waiting, issue }, at(now));
      issue = await publish({ ...waiting, looks, issue }, at(now));
    }
    expect(world.writes()).toHaveLength(1);
    expect((await get("/issues"))[0]?.body).toContain("I cannot tell the cause yet");
  });

  it("links nothing where telemetry names a revision that is no commit of the repository", async () => {
    const judged = states.find((one) => one.verdict?.decision === "merge")!;
    const diagnosis = {
      ...judged.diagnosis!,
      revisions: { healthy: null, failing: "f".repeat(40) },
    };
    await publish({ ...judged, diagnosis, issue: null }, at());
    const [one] = await get("/issues");
    expect(one?.body).toContain("/srv/services/quotes/price.js:2");
    expect(one?.body).not.toContain("/blob/");
  });

  it("opens again what it had closed where that goes on, and nothing that a person closed", async () => {
    let issue: Incident["issue"] = null;
    for (const state of states) issue = await publish({ ...state, issue }, at());
    const goesOn = { ...states.at(-1)!, closed: null };
    issue = await publish({ ...goesOn, issue }, at());
    expect(issue.state).toBe("open");
    expect((await get("/issues"))[0]).toMatchObject({ state: "open" });
    const path = `/repos/acme/shop/issues/${issue.number}`;
    await world.as(world.devToken, "PATCH", path, { state: "closed" });
    const asked = { ...goesOn, needsHuman: { since: goesOn.openedAt, reason: "look" }, issue };
    await publish(asked, at(START + 60_000));
    expect((await get("/issues?state=all"))[0]).toMatchObject({ state: "closed" });
  });

  it("tells a person that they are needed, and why", async () => {
    const judged = states.find((one) => one.verdict)!;
    const asked: Incident = {
      ...judged,
      waiting: null,
      needsHuman: { since: judged.openedAt, reason: "the evidence does not single out one cause" },
    };
    const issue = await publish({ ...asked, issue: null }, at());
    expect(issue.label).toBe("sre-space:needs-human");
    const [opened] = await get("/issues");
    expect(opened?.body).toContain("the evidence does not single out one cause");
    // In the thread, too, where it has come to that since.
    const first = await publish({ ...judged, id: "mzk1x2y4-0123456789ab", issue: null }, at());
    await publish({ ...asked, id: "mzk1x2y4-0123456789ab", issue: first }, at());
    const [comment] = await get(`/issues/${first.number}/comments`);
    expect(comment?.body).toContain("the evidence does not single out one cause");
  });
});

describe("a crash", () => {
  it("after any write ends in what an undisturbed run shows, with no write more", async () => {
    await publishLabels(world.connection.reporter("acme/shop"));
    const total = (await publishAll(20_000)).reduce((one, other) => one + other);
    const undisturbed = await shown(states[0]!.id);
    for (let crash = 1; crash <= total; crash++) {
      const id = `crash${crash}-0123456789ab`;
      world.github.clearJournal();
      const dying = diesAfterWrite(crash);
      let issue: Incident["issue"] = null;
      for (const [index, state] of states.entries()) {
        const incident: Incident = { ...state, id, issue };
        const now = START + index * 20_000;
        issue = await publish(incident, at(now, dying.reporter)).catch(() => publish(incident, at(now)));
      }
      expect(dying.isDead()).toBe(true);
      expect(normal(await shown(id))).toEqual(normal(undisturbed));
      expect(world.writes()).toHaveLength(total);
    }
    // Ten incidents from end to end: on a machine that does much else, that is not done in a minute.
  }, 600_000);
});

/** A reporter whose process dies after that many writes were done, before what came of them was saved. */
function diesAfterWrite(crash: number) {
  let dead = false;
  const reporter = new Proxy(world.connection.reporter("acme/shop"), {
    get: (target, name: keyof Reporter) => {
      const method = target[name] as (...given: unknown[]) => Promise<unknown>;
      if (typeof method !== "function") return method;
      return async (...given: unknown[]) => {
        const answer = await method(...given);
        if (!dead && world.writes().length >= crash) {
          dead = true;
          throw new Error("the process died");
        }
        return answer;
      };
    },
  });
  return { reporter, isDead: () => dead };
}

describe("answerCommand", () => {
  it("reacts and answers once, however often it is called", async () => {
    const { number } = await publish(states[0]!, at());
    const asked = await world.as(world.devToken, "POST", `/repos/acme/shop/issues/${number}/comments`, {
      body: "/sre approve",
    });
    const command = {
      kind: "command" as const,
      repository: "acme/shop",
      receivedAt: states[0]!.openedAt,
      issue: number,
      comment: asked.id as number,
      actor: "pricing-dev",
      command: "approve" as const,
    };
    world.github.clearJournal();
    const reporter = world.connection.reporter("acme/shop");
    await answerCommand(command, number, { accepted: true, text: "Approved." }, reporter);
    await answerCommand(command, number, { accepted: true, text: "Approved." }, reporter);
    expect(world.writes()).toHaveLength(2);
    const comments = await get(`/issues/${number}/comments`);
    expect(comments.at(-1)?.body).toContain("@pricing-dev Approved.");
  });
});

/** The id and the number of the issue differ from run to run. */
const normal = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(/[0-9a-z]+-0123456789ab(?!-)/g, "id")
      .replaceAll(/See #\d+/g, "See #n"),
  );
