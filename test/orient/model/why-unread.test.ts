import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { whyUnread } from "../../../src/orient/model/why-unread.ts";

describe("what a model is never shown", () => {
  it.each([
    ".env",
    ".env.production",
    "services/quotes/.env.local",
    "prod.env",
    "config/secrets.yml",
    "k8s/secret.yaml",
    "k8s/db-credentials.json",
    "secrets/quotes.txt",
    ".ssh/config",
    "deploy/.aws/credentials",
    "certs/server.pem",
    "certs/SERVER.KEY",
    "android/release.jks",
    "id_ed25519",
    "home/id_rsa.pub",
    ".npmrc",
    "web/.htpasswd",
    "infra/terraform.tfstate",
    "infra/terraform.tfstate.backup",
    "infra/prod.tfvars",
    "kubeconfig",
    "service-account-prod.json",
    ".git/config",
  ])("%s may hold secrets", (path) => {
    expect(whyUnread(path, [])).toMatch(/secrets/);
  });

  it.each([
    "",
    "/etc/passwd",
    "../x",
    "a/../../x",
    "a/./b",
    "a//b",
    "a\\b",
    "C:/x",
    "a/b ",
    "a/b.",
    "a\u202eb",
    "e\u0301.ts",
    "a".repeat(501),
  ])("%j is no path of the repository", (path) => {
    expect(whyUnread(path, [])).toMatch(/no path/);
  });

  it("is what the policy denies, in any spelling", () => {
    expect(whyUnread("DB/Migrations/1.sql", ["**/migrations/**"])).toMatch(/deny_paths/);
    expect(whyUnread(".github/workflows/ci.yml", [".github/**"])).toMatch(/deny_paths/);
  });

  it.each([
    "src/environment.ts",
    "services/quotes/price.ts",
    "src/keyboard.ts",
    "docs/key.md",
    "config/pool.yml",
    "src/tokens.ts",
  ])("%s is shown", (path) => {
    expect(whyUnread(path, ["**/migrations/**"])).toBeNull();
  });

  it("is decided for any text whatever, without an error", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (path) => {
        const why = whyUnread(path, ["**/x/**"]);
        if (why === null) {
          expect(path.split("/")).not.toContain("..");
          expect(path.startsWith("/")).toBe(false);
        }
      }),
    );
  });
});
