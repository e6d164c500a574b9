import { createPrivateKey, createSign, generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, refusal, SHOP, type TestWorld } from "./world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openWorld({ contents: "read", issues: "write" });
  await world.github.createRepository({ owner: "acme", name: "secret", private: true, autoInit: true });
});
afterAll(() => world.close());

function jwt(claims: Record<string, unknown>, key = world.app.privateKey, alg = "RS256"): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg, typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(createPrivateKey(key), "base64url")}`;
}

async function statusWith(token: string, path = "/app"): Promise<number> {
  const response = await fetch(`${world.github.apiUrl}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.text();
  return response.status;
}

test("only a fresh JWT of at most ten minutes, signed RS256 by the App's own key, is the App", async () => {
  const now = Math.floor(Date.now() / 1000);
  const iss = world.app.appId;
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();
  expect(await statusWith(jwt({ iss, iat: now - 30, exp: now + 500 }))).toBe(200);
  expect(await statusWith(jwt({ iss: world.app.clientId, iat: now - 30, exp: now + 500 }))).toBe(200);
  expect(await statusWith(jwt({ iss, iat: now - 30, exp: now + 3600 }))).toBe(401);
  expect(await statusWith(jwt({ iss, iat: now - 900, exp: now - 300 }))).toBe(401);
  expect(await statusWith(jwt({ iss, iat: now + 3600, exp: now + 500 }))).toBe(401);
  expect(await statusWith(jwt({ iss, iat: now - 30, exp: now + 500 }, other))).toBe(401);
  expect(await statusWith(jwt({ iss, iat: now - 30, exp: now + 500 }, world.app.privateKey, "none"))).toBe(
    401,
  );
  expect(await statusWith(jwt({ iss: 1, iat: now - 30, exp: now + 500 }))).toBe(401);
  expect(await statusWith(jwt({ iss, iat: now - 30, exp: now + 500 }), "/repos/acme/shop")).toBe(401);
});

test("an installation does what its permissions say, where it is installed, and nothing else", async () => {
  const { bot } = world;
  await bot.rest.issues.create({ ...SHOP, title: "allowed" });
  expect(
    await refusal(
      bot.rest.repos.createOrUpdateFileContents({ ...SHOP, path: "x", message: "x", content: "" }),
    ),
  ).toBe(403);
  expect(await refusal(bot.rest.pulls.list(SHOP))).toBe(403);
  expect(await refusal(bot.rest.checks.listForRef({ ...SHOP, ref: "main" }))).toBe(403);
  expect(await refusal(bot.rest.repos.get({ owner: "acme", repo: "secret" }))).toBe(404);
  expect(await refusal(bot.rest.issues.create({ owner: "acme", repo: "secret", title: "x" }))).toBe(404);
  world.github.addRepositoriesToInstallation(world.installationId, ["acme/secret"]);
  expect(await refusal(bot.rest.repos.get({ owner: "acme", repo: "secret" }))).toBe(0);
});

test("a narrowed token has no more than it was asked for, and none widens", async () => {
  const create = (given: object) =>
    world.appClient.rest.apps.createInstallationAccessToken({
      installation_id: world.installationId,
      ...given,
    });
  const { data } = await create({ permissions: { issues: "read" }, repositories: ["shop"] });
  const client = world.clientOf(data.token);
  expect(await refusal(client.rest.issues.listForRepo(SHOP))).toBe(0);
  expect(await refusal(client.rest.issues.create({ ...SHOP, title: "x" }))).toBe(403);
  expect(await refusal(create({ permissions: { contents: "write" } }))).toBe(422);
  expect(await refusal(create({ repositories: ["elsewhere"] }))).toBe(422);
});

test("a suspended installation is 403, a wrong token 401, a person without rights 403 or 404", async () => {
  world.github.suspendInstallation(world.installationId);
  expect(await refusal(world.bot.rest.issues.listForRepo(SHOP))).toBe(403);
  world.github.unsuspendInstallation(world.installationId);
  expect(await refusal(world.clientOf("ghp_wrong").rest.repos.get(SHOP))).toBe(401);
  const stranger = world.clientOf(world.github.createUser({ login: "stranger" }).token);
  expect(await refusal(stranger.rest.repos.get({ owner: "acme", repo: "secret" }))).toBe(404);
  expect(
    await refusal(stranger.rest.git.createRef({ ...SHOP, ref: "refs/heads/x", sha: "0".repeat(40) })),
  ).toBe(403);
  expect(await refusal(stranger.rest.issues.create({ ...SHOP, title: "anyone may report" }))).toBe(0);
  const { data } = await world.bot.rest.repos.getCollaboratorPermissionLevel({ ...SHOP, username: "ann" });
  expect(data).toMatchObject({ permission: "write", role_name: "write" });
});

test("an installation token ends after an hour", async () => {
  const token = world.github.createInstallationToken(world.installationId);
  const client = world.clientOf(token);
  expect(await refusal(client.rest.issues.listForRepo(SHOP))).toBe(0);
  world.github.advanceClock(61 * 60 * 1000);
  expect(await refusal(client.rest.issues.listForRepo(SHOP))).toBe(401);
});
