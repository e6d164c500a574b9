import { freeze } from "../../../../src/decide/judge/rules/freeze.ts";
import { approval, caseOf, policyOf } from "../case.ts";
import { type Row, ruleTable } from "../rule-table.ts";

type Window = { cron: string; duration: string; timezone?: string };
const at = (now: string, ...windows: Window[]) =>
  caseOf({ now, policy: policyOf({ guardrails: { freeze: windows } }) });

const fridays: Window = { cron: "0 0 * * 5", duration: "24h", timezone: "Europe/Berlin" };
const weekend: Window = { cron: "0 16 * * 5", duration: "64h", timezone: "Europe/Berlin" };

const rows: Row[] = [
  ["no freeze", caseOf(), "not applicable", /no freeze/],
  ["Thursday, late", at("2026-11-19T22:59:59.000Z", fridays), "pass", /None of 1 freeze is on/],
  [
    "Friday begins in Berlin, not in UTC",
    at("2026-11-19T23:00:00.000Z", fridays),
    "hold",
    /until 2026-11-20T23:00:00.000Z/,
  ],
  [
    "Friday, with milliseconds",
    at("2026-11-20T12:00:00.123Z", fridays),
    "hold",
    /Frozen by "0 0 \* \* 5" in Europe\/Berlin/,
  ],
  ["Friday's last second", at("2026-11-20T22:59:59.999Z", fridays), "hold", /until/],
  ["Saturday", at("2026-11-20T23:00:00.000Z", fridays), "pass", /None/],
  [
    "a weekend reaches into Monday",
    at("2026-11-23T06:00:00.000Z", weekend),
    "hold",
    /until 2026-11-23T07:00:00.000Z/,
  ],
  ["and ends there", at("2026-11-23T07:00:00.000Z", weekend), "pass", /None/],
  ["summer time", at("2026-07-03T14:00:00.000Z", weekend), "hold", /until 2026-07-06T06:00:00.000Z/],
  [
    "windows that join are one freeze",
    at("2026-11-18T12:00:00.000Z", { cron: "0 0 16-20 11 *", duration: "24h" }),
    "hold",
    /until 2026-11-21T00:00:00.000Z/,
  ],
  [
    "the second window",
    at("2026-11-20T12:00:00.000Z", { cron: "0 0 1 1 *", duration: "1h" }, fridays),
    "hold",
    /\* \* 5/,
  ],
  ["every minute", at("2026-11-20T12:00:00.000Z", { cron: "* * * * *", duration: "1d" }), "hold", /until/],
  [
    "a pattern that never comes",
    at("2026-11-20T12:00:00.000Z", { cron: "0 0 31 2 *", duration: "1d" }),
    "pass",
    /None/,
  ],
  [
    "a pattern that is none holds",
    at("2026-11-20T12:00:00.000Z", { cron: "nonsense", duration: "1d" }),
    "hold",
    /cannot be read/,
  ],
  [
    "a zone that is none holds",
    at("2026-11-20T12:00:00.000Z", { ...fridays, timezone: "Europe/Nowhere" }),
    "hold",
    /cannot be read/,
  ],
];
const friday = at("2026-11-20T12:00:00.000Z", fridays);
const recently = { diagnosis: { ...friday.diagnosis, at: "2026-11-20T11:00:00.000Z" } };
rows.push([
  "a person lifts it",
  { ...friday, ...recently, approvals: [approval({ at: "2026-11-20T11:30:00.000Z" })] },
  "pass",
  /until .* ada approved/,
]);

ruleTable(freeze, rows);
