import { expect, it } from "vitest";
import { permissionFaults } from "./needed-permissions.ts";

const granted = { metadata: "read", issues: "write", contents: "read" };

it("finds nothing where each permission was needed by some call, and each call was granted", () => {
  const needed = [["issues:write", "pull_requests:write"], ["contents:read"], ["metadata:read"]];
  expect(permissionFaults(granted, needed)).toEqual([]);
});

it("finds a call that was not granted, a permission that nobody needed, and a level too high", () => {
  expect(permissionFaults(granted, [["issues:read"], ["checks:write"]])).toEqual([
    "A call needed checks:write, which app.yml does not ask for.",
    "app.yml asks for issues: write, and no call of any test needed it.",
    "app.yml asks for contents: read, and no call of any test needed it.",
  ]);
});

it("takes another alternative that was granted for enough", () => {
  expect(
    permissionFaults({ ...granted, pull_requests: "write" }, [
      ["issues:write", "pull_requests:write"],
      ["contents:read"],
    ]),
  ).toEqual([
    "app.yml asks for issues: write, and no call of any test needed it.",
    "app.yml asks for pull_requests: write, and no call of any test needed it.",
  ]);
});
