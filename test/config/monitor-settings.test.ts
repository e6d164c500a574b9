import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { loadMonitorSettings } from "../../src/config/monitor-settings.ts";

const DATABASE_URL = "postgres://reader:secret@db.test:5432/sre";
const SECRET = "0123456789abcdef0123456789abcdef01234567";
const load = (environment: Record<string, string>) => loadMonitorSettings(environment, tmpdir());

it("needs the shared state and nothing else, and listens for others, to whom it is closed", () => {
  expect(load({ DATABASE_URL })).toEqual({
    databaseUrl: DATABASE_URL,
    githubApiUrl: "https://api.github.com",
    githubWebUrl: "https://github.com",
    githubThrottle: true,
    host: "0.0.0.0",
    port: 8001,
  });
});

it("takes sign-in whole, with the address that people open", () => {
  const given = { DATABASE_URL, GITHUB_CLIENT_ID: "Iv23li", GITHUB_CLIENT_SECRET: SECRET };
  expect(load({ ...given, MONITOR_URL: "https://monitor.acme.test/" }).signIn).toEqual({
    clientId: "Iv23li",
    clientSecret: SECRET,
    url: "https://monitor.acme.test",
  });
  expect(load(given).signIn).toEqual({ clientId: "Iv23li", clientSecret: SECRET });
});

it.each([
  [{}, "DATABASE_URL must name"],
  [{ DATABASE_URL: "mysql://x/y" }, "DATABASE_URL must be"],
  [{ DATABASE_URL, GITHUB_CLIENT_ID: "Iv23li" }, "GITHUB_CLIENT_SECRET must be set"],
  [{ DATABASE_URL, GITHUB_CLIENT_SECRET: SECRET }, "GITHUB_CLIENT_ID must be set"],
  [
    { DATABASE_URL, GITHUB_CLIENT_ID: "Iv23li", GITHUB_CLIENT_SECRET: "short" },
    "GITHUB_CLIENT_SECRET must be whole",
  ],
  [{ DATABASE_URL, MONITOR_URL: "monitor.acme.test" }, "MONITOR_URL must be"],
  [{ DATABASE_URL, MONITOR_URL: "https://acme.test/monitor" }, "MONITOR_URL must be"],
  [{ DATABASE_URL, PORT: "much" }, "PORT must be"],
] as [Record<string, string>, string][])("says what is wrong of %j, and no secret", (environment, says) => {
  let said = "";
  try {
    load(environment);
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toContain(says);
  expect(said).not.toMatch(/secret@|0123456789abcdef|short/);
});
