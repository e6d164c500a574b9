import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createNodeMiddleware, Probot } from "probot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, SHOP, type TestWorld } from "./world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("a Probot App hears a signed webhook and answers with its installation's token", async () => {
  const probot = new Probot({
    appId: world.app.appId,
    privateKey: world.app.privateKey,
    secret: "a secret",
    baseUrl: world.github.apiUrl,
    logLevel: "fatal",
  });
  const middleware = await createNodeMiddleware(
    (app) => {
      app.on("issues.opened", async (context) => {
        await context.octokit.rest.issues.createComment(context.issue({ body: "I have seen it." }));
      });
    },
    { probot, webhooksPath: "/api/github/webhooks" },
  );
  const server = createServer((request, response) => void middleware(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`;
    world.github.setWebhook("sre-space", { url, secret: "a secret" });
    const ann = world.clientOf(world.ann.token);
    const { data: issue } = await ann.rest.issues.create({ ...SHOP, title: "hello" });
    await world.github.webhooksIdle();
    const { data: comments } = await ann.rest.issues.listComments({ ...SHOP, issue_number: issue.number });
    expect(comments.map((comment) => [comment.user?.login, comment.body])).toEqual([
      ["sre-space[bot]", "I have seen it."],
    ]);
    const delivery = world.github
      .webhooks()
      .findLast((one) => one.event === "issues" && one.action === "opened");
    expect(delivery?.statusCode).toBe(200);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
