import { expect, it } from "vitest";
import { dotnet } from "../../src/observe/failures/stacks/dotnet.ts";
import { ruby } from "../../src/observe/failures/stacks/ruby.ts";
import { templateOf } from "../../src/observe/failures/template-of.ts";
import { cpuOf } from "./cpu-of.ts";

/** What is quadratic takes many times as long with texts of this length, what is linear a few hundredths of it. */
const GUARD_MS = 2_000;
const LENGTH = 120_000;

it.each(["..", "a", "-", "1.1.", "@a", "a@", "+a.", "'a", "0a", "/a1"])(
  "a message of %j again and again becomes a template in linear time",
  (part) => {
    const message = part.repeat(LENGTH / part.length);
    expect(cpuOf(() => templateOf(message, LENGTH))).toBeLessThan(GUARD_MS);
  },
);

it.each([
  [".NET", dotnet, "   at a in ", " in "],
  ["Ruby", ruby, "/a.rb:1:in `f'", ": (A) "],
  ["Ruby", ruby, "/a.rb:1:in `f'", ": ("],
] as const)(
  "a line that looks like %s's again and again is read in linear time",
  (_name, format, head, part) => {
    const line = head + part.repeat(LENGTH / part.length);
    expect(
      cpuOf(() => {
        format.shows(line);
        format.read([line]);
      }),
    ).toBeLessThan(GUARD_MS);
  },
);

it("addresses of people still go, whatever stands before them", () => {
  expect(templateOf("no mail to (jo.smith+x@mail.example.org), …anna@example.com", 500)).toBe(
    "no mail to (<email>), …<email>",
  );
});
