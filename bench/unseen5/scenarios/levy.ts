import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { levy as world } from "../worlds/levy.ts";

const of = changes(new URL("levy.txt", import.meta.url));
const java = "assess/src/main/java/de/levy/assess";
const cs = "filing/src/Filing";

export const levyScenarios: Scenario[] = [
  // Decidable by: time is lost within filing itself, before and around calls that are as fast as ever (assess's own spans did not move), for all its
  // routes; the pool of threads climbs by one or two a second with its queue; the diff turns two awaits into GetResult() and .Result.
  {
    id: "levy-sync-over-async",
    group: "thread pool",
    kind: "threads wait for what needs threads",
    world,
    service: "filing",
    symptom: "latency",
    alertOn: "filing|POST /returns",
    needs: ["metrics"],
    changes: [...of("levy-sync-over-async"), ...pool(of, { "pool-threads": -240, "pool-dapper": -3000 })],
    effects: [
      { at: "filing|POST /returns", slow: 2600, ramp: 90 },
      { at: "filing|GET /returns/{id}", slow: 1700, ramp: 90 },
    ],
    gauges: [
      {
        service: "filing",
        name: "dotnet.thread_pool.thread.count",
        unit: "{thread}",
        base: 12,
        noise: 1,
        to: 240,
        ramp: 200,
      },
      {
        service: "filing",
        name: "dotnet.thread_pool.queue.length",
        unit: "{work_item}",
        base: 0,
        noise: 0.4,
        to: 730,
        ramp: 120,
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: 401 with IDX10214 "audience validation failed: 'levy-advisers', did not match 'levy-portal'", advisers alone, from instances
  // with the revision whose diff knows one audience; the trimmed token of the portal would hit everybody.
  {
    id: "levy-audience",
    group: "authentication",
    kind: "one audience of two",
    world,
    service: "filing",
    symptom: "errors",
    alertOn: "filing|GET /returns/{id}",
    changes: [...of("levy-audience"), ...pool(of, { "pool-portal": -200, "pool-assess-timeout": -2600 })],
    effects: ["POST /returns", "GET /returns/{id}"].map((op) => ({
      at: `filing|${op}`,
      early: true,
      where: { client: "levy-advisers" },
      fail: {
        type: "Microsoft.IdentityModel.Tokens.SecurityTokenInvalidAudienceException",
        message:
          "IDX10214: Audience validation failed. Audiences: 'levy-advisers'. Did not match: validationParameters.ValidAudience: 'levy-portal' or validationParameters.ValidAudiences: 'null'.",
        status: 401,
      },
    })),
    rps: [3, 8],
  },
  // Decidable by: filing (unchanged in what it reads) cannot convert $.payableBy to DateOnly since assess runs Boot 4: its diff drops the setting that
  // wrote dates as text and the module for dates; a reason in an exception's text is no cause.
  {
    id: "levy-boot4",
    group: "dependency major",
    kind: "dates as arrays after a major upgrade",
    world,
    service: "assess",
    symptom: "errors",
    alertOn: "filing|POST /returns",
    changes: [...of("levy-boot4"), ...pool(of, { "pool-dapper": -45, "pool-threads": -900 })],
    effects: [
      {
        at: "filing|POST /returns",
        gate: "assess",
        fail: {
          type: "System.Text.Json.JsonException",
          message:
            "The JSON value could not be converted to System.DateOnly. Path: $.payableBy | LineNumber: 0 | BytePositionInLine: 61. (found StartArray)",
          frames: [
            place(
              `${cs}/AssessClient.cs`,
              "ReadFromJsonAsync<Assessment>",
              "Filing.AssessClient.AssessAsync",
            ),
            place(
              `${cs}/ReturnsController.cs`,
              "assess.AssessAsync(given",
              "Filing.ReturnsController.Submit",
            ),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: NullPointerException "given.spouse() is null" at Tariff.incomes, singles alone; the diff removed `spouse != null`.
  {
    id: "levy-spouse",
    group: "null handling",
    kind: "a check for null removed",
    world,
    service: "assess",
    symptom: "errors",
    alertOn: "assess|POST /assessments",
    changes: [...of("levy-spouse"), ...pool(of, { "pool-threads": -15, "pool-portal": -600 })],
    effects: [
      {
        at: "assess|POST /assessments",
        where: { household: "single" },
        fail: {
          type: "java.lang.NullPointerException",
          message:
            'Cannot invoke "de.levy.assess.Person.income()" because the return value of "de.levy.assess.TaxReturn.spouse()" is null',
          frames: [
            place(`${java}/Tariff.java`, "List.of(given.income(), given.spouse()", "Tariff.incomes"),
            place(`${java}/Tariff.java`, "List<BigDecimal> incomes = incomes(given)", "Tariff.due"),
            place(`${java}/AssessmentController.java`, "tariff.due(given)", "AssessmentController.assess"),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the remote certificate of the authority is invalid (NotTimeValid) in every instance; a host name read from a setting with the same default
  // cannot age a certificate, and the address in the spans is the same as before.
  {
    id: "levy-fiscuscert",
    group: "certificate",
    kind: "the authority's certificate ran out",
    world,
    service: "filing",
    symptom: "errors",
    alertOn: "filing|POST /returns",
    changes: [...of("levy-fiscuscert"), ...pool(of, { "pool-assess-timeout": -260, "pool-threads": -20 })],
    effects: [
      {
        at: "filing|POST /returns|transmit",
        fail: {
          type: "System.Net.Http.HttpRequestException",
          message:
            "The SSL connection could not be established: The remote certificate is invalid because of errors in the certificate chain: NotTimeValid (gateway.fiscus.example)",
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: statements on Returns wait for a lock, reads and writes alike, while others of the same server do not; the events say who holds it
  // (a rebuild of the clustered index by hand); it hits old revisions; opening a connection by hand is no lock.
  {
    id: "levy-operator",
    group: "operator",
    kind: "an index rebuilt by hand at noon",
    world,
    service: "filing",
    symptom: "latency",
    alertOn: "filing|GET /returns/{id}",
    needs: ["events", "revision"],
    changes: [...of("levy-operator"), ...pool(of, { "pool-dapper": -90, "pool-portal": -700 })],
    events: [
      {
        at: -8,
        kind: "operation",
        text: "dba (jw): ALTER INDEX PK_Returns ON Returns REBUILD, ticket OPS-2291, on sql-levy-1, expected to take 20 min, offline",
      },
    ],
    effects: [
      { at: "filing|GET /returns/{id}|find", slow: 3200 },
      { at: "filing|POST /returns|save", slow: 3600 },
      {
        at: "filing|GET /returns/{id}|find",
        share: 0.3,
        fail: {
          type: "Microsoft.Data.SqlClient.SqlException",
          message: "Lock request time out period exceeded. (Returns, LCK_M_IS, blocked by session 88)",
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: submissions (not look-ups) grow fivefold towards the full hour that ends a deadline; latency follows in portal, filing and assess together, in
  // every instance; errors do not; reading a table at the start costs nothing later.
  {
    id: "levy-deadline",
    group: "traffic",
    kind: "the evening of the deadline",
    world,
    service: "portal",
    symptom: "traffic",
    alertOn: "portal|POST /my/returns",
    needs: ["metrics"],
    changes: [...of("levy-deadline"), ...pool(of, { "pool-assess-timeout": -30, "pool-portal": -400 })],
    surge: { factor: 6, entry: "portal|POST /my/returns", attribute: ["tax.year", "2025"] },
    effects: [
      { at: "portal|POST /my/returns", slow: 240, ramp: 70 },
      { at: "filing|POST /returns", slow: 320, ramp: 70 },
      { at: "assess|POST /assessments", slow: 180, ramp: 70 },
    ],
    gauges: [
      {
        service: "filing",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.19,
        noise: 0.03,
        to: 0.9,
        ramp: 80,
      },
      {
        service: "assess",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.15,
        noise: 0.03,
        to: 0.84,
        ramp: 80,
      },
    ],
  },
];
