import { afterAll, beforeAll, expect, it } from "vitest";
import { REPOSITORY } from "../service/small-world.ts";
import { type ActionWorld, startActionWorld } from "./action-world.ts";

const POLICY = () => `version: 1
mode: propose
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99%}}
guardrails:
  required_checks: [ci]
verify: {window: 2m}
`;

let at: ActionWorld;
beforeAll(async () => {
  at = await startActionWorld(POLICY);
}, 300_000);
afterAll(() => at?.stop());

it("merges what it has proposed once somebody who may says so, and for nobody else", async () => {
  const { world, run, bundle } = at;
  const { github } = world;
  const proposed = await run("workflow_dispatch", {}, { bundle, wait: "20s" });
  expect(proposed.code, proposed.log).toBe(0);
  expect(proposed.outputs, proposed.log).toMatchObject({ verdict: "propose" });
  const [pull] = world.pulls();
  const [issue] = world.issues();
  expect(pull?.pull?.merged).toBe(false);

  const mallory = github.createUser({ login: "mallory" });
  github.addCollaborator(REPOSITORY, "mallory", "read");
  const ada = [...github.state.tokens.values()].find(
    (token) => token.kind === "user" && token.account.login === "ada",
  );
  const says = async (login: string, token: string) => {
    const answer = await fetch(`${github.apiUrl}/repos/${REPOSITORY}/issues/${issue?.number}/comments`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ body: "/sre approve" }),
    });
    const { id, created_at } = (await answer.json()) as { id: number; created_at: string };
    const user = { login, type: "User" };
    return await run(
      "issue_comment",
      {
        action: "created",
        sender: user,
        issue: { number: issue?.number },
        comment: { id, body: "/sre approve", created_at, user },
      },
      { wait: "20s" },
    );
  };
  const refused = await says("mallory", mallory.token);
  expect(refused.code, refused.log).toBe(0);
  expect(pull?.pull?.merged, refused.log).toBe(false);

  const approved = await says("ada", ada?.value ?? "");
  expect(approved.code, approved.log).toBe(0);
  expect(pull?.pull?.merged, approved.log).toBe(true);
  expect(await world.file("services/quotes/price.ts")).toContain("tables.standard");
  expect(approved.outputs).toMatchObject({ "pull-request": String(pull?.number), healed: "" });
}, 300_000);
