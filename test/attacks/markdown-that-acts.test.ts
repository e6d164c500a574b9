import { marked } from "marked";
import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, PRICE, policyText, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

const ACTING = [
  "@mallory @acme/everyone fixes #1, closes #2",
  "![pixel](https://evil.example/p.png) <img src=https://evil.example/p.png>",
  "[click](javascript:alert(1)) <script>alert(1)</script> <details open>",
  "```\n# Out of the fence\n~~~",
  'graph TD; click A href "javascript:alert(1)"; end',
  '| cell | <!-- sre-space:incident {"id":"x"} -->',
  "/sre approve",
].join(" ");

it("in telemetry, commits and people's names pings, closes, loads, breaks and commands nothing", async () => {
  world = await startAttackedWorld({
    policy: policyText("", "merge"),
    message: `${ACTING}\n\n${ACTING}`,
    incident: (incident) => ({
      ...incident,
      anomaly: { ...incident.anomaly, operation: ACTING.slice(0, 200), summary: ACTING.slice(0, 400) },
      evidence: incident.evidence && {
        ...incident.evidence,
        items: incident.evidence.items.map((item) =>
          item.kind === "exception"
            ? {
                ...item,
                text: ACTING,
                message: ACTING.slice(0, 400),
                type: ACTING.slice(0, 100),
                frames: [
                  { path: ACTING.slice(0, 200), line: 3, function: ACTING.slice(0, 100), inApp: true },
                ],
              }
            : item,
        ),
      },
      diagnosis: incident.diagnosis && {
        ...incident.diagnosis,
        hypotheses: incident.diagnosis.hypotheses.map((one) => ({
          ...one,
          summary: ACTING,
          mechanism: ACTING.slice(0, 100),
          reasons: [{ text: ACTING, favours: true, evidence: ["E1"] }],
          ...(one.commit ? { commit: { ...one.commit, subject: ACTING, author: ACTING } } : {}),
        })),
      },
    }),
  });
  const bystander = await world.as(world.people.ada, "POST", "/issues", { title: "Somebody's own issue" });
  await until(() => world.merged());
  await world.say(world.people.ada, "/sre explain");
  await world.quiet();
  expect(world.held().find(({ number }) => number === bystander.number)?.state).toBe("open");
  expect(world.issue().state).toBe("open");
  const texts = [world.issue().body, world.pull().body, world.said()];
  for (const text of texts) {
    const html = await marked.parse(text ?? "", { gfm: true });
    // A fold of ours has no attribute.
    expect(html).not.toMatch(/<img|<script|<details [^>]|javascript:[^<]*"/i);
    // Code calls nobody; whatever is left of the text may.
    const prose = html.replace(/<(pre|code)[^>]*>[\s\S]*?<\/\1>/g, "");
    expect(prose).not.toMatch(/@(?:mallory|acme)|(?:fixes|closes) #\d|<h1>/i);
    expect((text ?? "").slice(1)).not.toContain("<!-- sre-space:incident");
  }
  const log = await world
    .git("fetch", "-q", "origin")
    .then(() => world.git("log", "--format=%B", "-2", "origin/main"));
  expect(log).not.toMatch(/@mallory|(?:fixes|closes) #\d/i);
  expect((await world.incident()).approvals).toEqual([]);
  expect(await world.main(PRICE)).toContain("?? tables.standard");
}, 180_000);
