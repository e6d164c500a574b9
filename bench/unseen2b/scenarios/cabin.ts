import type { SourcedScenario } from "../scenario.ts";
import { cabin } from "../worlds/cabin.ts";

const assign = "src/Seats/SeatAssignmentService.cs";
const checkIn = "src/CheckIn/CheckInService.cs";

export const cabinScenarios: SourcedScenario[] = [
  {
    id: "cabin-npgsql-major",
    group: "dependency",
    kind: "dependency major",
    world: cabin,
    service: "cabin",
    symptom: "errors",
    alertOn: "cabin|POST /bags",
    changes: [
      {
        role: "culprit",
        message:
          "Bump Npgsql from 5.0.18 to 8.0.5 (#2255)\n\nBrings us onto a supported line; all unit tests pass.",
        edits: [
          {
            file: "Directory.Packages.props",
            from: 'Include="Npgsql" Version="5.0.18"',
            to: 'Include="Npgsql" Version="8.0.5"',
          },
          {
            file: "packages.lock.json",
            from: '        "requested": "[5.0.18, )",\n        "resolved": "5.0.18",\n        "contentHash": "1u4iCPKL9wtPeSUzChIbgq/BlOhvf44o7xASacdpMY7z0PbqACKpNOF0fjEn9jDV/AJl/HtPY6zk5qasQ1URhw=="',
            to: '        "requested": "[8.0.5, )",\n        "resolved": "8.0.5",\n        "contentHash": "zRG5V8cyeZLpzJlKzFKjEwkRMYIYnHWJvEor2lWXeccS2E1G2nIWYYhnukB51iz5XsWSVEtqg3AxTWM0QJ6vfg=="',
          },
        ],
      },
      {
        role: "decoy",
        message: "Bags: say when MarkLoadedAsync is false",
        edits: [
          {
            file: "src/Baggage/BagRepository.cs",
            from: "    public async Task<bool> MarkLoadedAsync(string tag, string hold, CancellationToken cancel)\n",
            to: "    /// <summary>False where the belt has reported it before.</summary>\n    public async Task<bool> MarkLoadedAsync(string tag, string hold, CancellationToken cancel)\n",
          },
        ],
        at: -20,
      },
      {
        role: "decoy",
        message: "Show boarding times in the time zone of the airport",
        edits: [
          {
            file: "src/Boarding/BoardingClock.cs",
            add: 'namespace Meridian.Cabin.Boarding;\n\n/// <summary>Times for the screen above the gate; not used before the new screens arrive.</summary>\npublic static class BoardingClock\n{\n    public static string Local(DateTimeOffset moment, TimeZoneInfo zone) =>\n        TimeZoneInfo.ConvertTime(moment, zone).ToString("HH:mm");\n}\n',
          },
        ],
        at: -900,
      },
    ],
    effects: [
      {
        at: "cabin|POST /bags",
        share: 0.97,
        early: true,
        fail: {
          type: "System.ArgumentException",
          message:
            "Cannot write DateTime with Kind=Unspecified to PostgreSQL type 'timestamp with time zone', only UTC is supported. Note that it's not possible to mix DateTimes with different Kinds in an array, range, or multirange. (Parameter 'value')",
          frames: [
            {
              file: "src/Baggage/BagRepository.cs",
              text: "ExecuteNonQueryAsync(cancel);",
              fn: "Meridian.Cabin.Baggage.BagRepository.AddAsync",
            },
          ],
        },
      },
    ],
  },
  {
    id: "cabin-seat-deadlock",
    group: "concurrency",
    kind: "lock order",
    world: cabin,
    service: "cabin",
    symptom: "errors",
    alertOn: "cabin|POST /flights/{flightId}/seats/assign",
    changes: [
      {
        role: "culprit",
        message:
          "Seat the party in the order in which it was typed (#2262)\n\nAgents complain that the answer lists seats in another order than they entered them.",
        edits: [
          {
            file: assign,
            from: "        // Parties overlap while people move about: rows are locked in one order for everybody.\n        foreach (var request in party.OrderBy(r => r.SeatNumber, StringComparer.Ordinal))\n",
            to: "        foreach (var request in party)\n",
          },
          {
            file: "src/Seats/SeatMapController.cs",
            from: "        var changes = await _assignments.AssignAsync(flightId, party, cancel);\n        return Ok(changes);\n",
            to: "        return Ok(await _assignments.AssignAsync(flightId, party, cancel));\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "Log how long a party waits for its seats",
        edits: [
          {
            file: assign,
            from: '        _log.LogInformation("Seated party of {Count} on {Flight}", party.Count, flightId);\n',
            to: '        _log.LogInformation("Seated party of {Count} on {Flight}: {Changes}", party.Count, flightId, changes.Count);\n',
          },
        ],
        at: -25,
      },
    ],
    effects: [
      {
        at: "cabin|POST /flights/{flightId}/seats/assign|lock",
        share: 0.2,
        slow: 1040,
        fail: {
          type: "Npgsql.PostgresException",
          message:
            "40P01: deadlock detected\n\nDETAIL: Detail redacted as it may contain sensitive data. Specify 'Include Error Detail' in the connection string to include this information.",
          frames: [
            {
              file: assign,
              text: "var holder = await LockSeatAsync(",
              fn: "Meridian.Cabin.Seats.SeatAssignmentService.AssignAsync",
            },
            {
              file: "src/Seats/SeatMapController.cs",
              text: "await _assignments.AssignAsync(",
              fn: "Meridian.Cabin.Seats.SeatMapController.Assign",
            },
          ],
        },
      },
    ],
  },
  {
    id: "cabin-infant-null",
    group: "code",
    kind: "guard removed",
    world: cabin,
    service: "cabin",
    symptom: "errors",
    alertOn: "cabin|POST /checkins",
    changes: [
      {
        role: "culprit",
        message:
          "Simplify issuing of boarding passes (#2249)\n\nEverybody has a seat since seats are given at booking; the branch was dead code.",
        edits: [
          {
            file: checkIn,
            from: "        // An infant sits on a lap and has no seat of its own.\n        if (passenger.Type == PassengerType.Infant || passenger.Seat is null)\n        {\n            return new BoardingPass(passenger.Id, sequence, null, ZoneOf(flight, booking.Adults[0].Seat!.Row));\n        }\n\n        var zone = ZoneOf(flight, passenger.Seat.Row);\n",
            to: "        var zone = ZoneOf(flight, passenger.Seat.Row);\n",
          },
          {
            file: "CHANGELOG.md",
            from: "- see the pull requests\n",
            to: "- see the pull requests\n- check-in: every pass has a seat\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "Fix NullReferenceException in the gate report when no gate is known yet",
        edits: [
          {
            file: "src/Boarding/BoardingService.cs",
            from: '            "SELECT count(*) FROM passes WHERE flight_id = @flightId AND boarded_at IS NULL",\n',
            to: '            "SELECT count(*) FROM passes WHERE flight_id = @flightId AND boarded_at IS NULL AND sequence IS NOT NULL",\n',
          },
        ],
        at: -40,
      },
    ],
    effects: [
      {
        at: "cabin|POST /checkins",
        where: { "party.type": "lap infant" },
        fail: {
          type: "System.NullReferenceException",
          message: "Object reference not set to an instance of an object.",
          frames: [
            {
              file: checkIn,
              text: "var zone = ZoneOf(flight, passenger.Seat.Row);",
              fn: "Meridian.Cabin.CheckIn.CheckInService.Issue",
            },
            {
              file: checkIn,
              text: "passes.Add(Issue(",
              fn: "Meridian.Cabin.CheckIn.CheckInService.CheckInAsync",
            },
          ],
        },
      },
    ],
  },
  {
    id: "cabin-title-weights",
    group: "wrong result",
    kind: "wrong result without an error",
    source:
      "https://assets.publishing.service.gov.uk/media/604f423be90e077fdf88493f/Boeing_737-8K5_G-TAWG_04-21.pdf",
    world: cabin,
    service: "cabin",
    symptom: "errors",
    alertOn: "flightops|POST /loadsheets",
    needs: ["logs"],
    changes: [
      {
        role: "culprit",
        message:
          "Take the passenger type from the title where the partner sends one (#2268)\n\nSome partners send 1900-01-01 as the date of birth; children came out as adults.",
        edits: [
          {
            file: "src/CheckIn/PassengerReader.cs",
            from: "        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);\n",
            to: '        switch (title.ToUpperInvariant())\n        {\n            case "INF":\n                return PassengerType.Infant;\n            case "CHD":\n            case "MISS":\n            case "MSTR":\n                return PassengerType.Child;\n        }\n\n        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);\n',
          },
          {
            file: "test/CheckIn.Tests/PassengerReaderTests.cs",
            add: 'using Xunit;\n\nnamespace Meridian.Cabin.CheckIn.Tests;\n\npublic class PassengerReaderTests\n{\n    [Theory]\n    [InlineData("CHD", PassengerType.Child)]\n    [InlineData("MISS", PassengerType.Child)]\n    [InlineData("MR", PassengerType.Adult)]\n    public void Takes_type_from_title(string title, PassengerType expected)\n    {\n        Assert.Equal(expected, Sample.With(title).Type);\n    }\n}\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "Load sheet: how the manual rounds the index, with its paragraph",
        edits: [
          {
            file: "src/LoadSheet/LoadSheetCalculator.cs",
            from: "    /// <summary>Balance about the datum, in index units.</summary>\n",
            to: "    /// <summary>Balance about the datum, in index units; halves are rounded away from zero (manual, 3.4.1).</summary>\n",
          },
        ],
        at: -15,
      },
      {
        role: "decoy",
        message: "Publisher: wording of a comment (#2266)",
        edits: [
          {
            file: "src/LoadSheet/LoadSheetPublisher.cs",
            from: "        // The crew asks for another edition by voice; the desk must not stop for that.\n",
            to: "        // The crew asks for another edition by voice, so that the desk need not stop for that.\n",
          },
        ],
        at: -1200,
      },
    ],
    effects: [
      {
        at: "flightops|POST /loadsheets",
        gate: "cabin",
        share: 0.55,
        fail: {
          type: "ops.loadsheet.SensorMismatchException",
          message: "passenger weight of sheet is more than 500 kg below zero-fuel weight by sensors",
          status: 422,
        },
      },
    ],
    logs: [
      {
        service: "cabin",
        severity: "WARN",
        every: 25,
        body: "Flight operations did not take sheet of MD{n}: 94 adults 61 children by sheet, passenger weight 1180 kg below sensors",
      },
    ],
    gauges: [
      {
        service: "cabin",
        name: "checkin.passengers.child.ratio",
        unit: "1",
        base: 0.07,
        noise: 0.01,
        to: 0.39,
        ramp: 60,
      },
    ],
  },
  {
    id: "cabin-lock-by-hand",
    group: "operator",
    kind: "operator action",
    source: "https://gocardless.com/blog/zero-downtime-postgres-migrations-the-hard-parts/",
    world: cabin,
    service: "cabin",
    symptom: "errors",
    alertOn: "cabin|POST /flights/{flightId}/seats/assign",
    needs: ["logs", "events"],
    changes: [
      {
        role: "decoy",
        message: "Settings: idle time of the kiosk (locks its screen)",
        edits: [
          {
            file: "config/appsettings.Production.json",
            from: '"Logging": {\n',
            to: '"Kiosk": { "IdleSeconds": 90 },\n  "Logging": {\n',
          },
        ],
        at: -50,
      },
      {
        role: "decoy",
        message: "Summary of seat assignment says what it locks",
        edits: [
          {
            file: assign,
            from: "/// <summary>Gives seats to passengers. A party is seated in one transaction, or not at all.</summary>",
            to: "/// <summary>Gives seats to passengers. A party is seated in one transaction that locks its rows, or not at all.</summary>",
          },
        ],
        at: 12,
      },
    ],
    effects: [
      {
        at: "cabin|POST /flights/{flightId}/seats/assign|lock",
        gate: "time",
        share: 0.9,
        slow: 4020,
        fail: {
          type: "Npgsql.PostgresException",
          message: "55P03: canceling statement due to lock timeout",
          frames: [
            {
              file: assign,
              text: "var holder = await LockSeatAsync(",
              fn: "Meridian.Cabin.Seats.SeatAssignmentService.AssignAsync",
            },
          ],
        },
      },
      {
        at: "cabin|GET /flights/{flightId}/seats|map",
        gate: "time",
        share: 0.9,
        slow: 4020,
        fail: { type: "Npgsql.PostgresException", message: "55P03: canceling statement due to lock timeout" },
      },
    ],
    logs: [
      {
        service: "cabin",
        severity: "WARN",
        every: 20,
        gate: "time",
        delay: 8,
        body: "Lock watch: relation seats, {n} ms waited, AccessExclusiveLock held by pid 48213 (psql, user m_kwong, idle in transaction)",
      },
    ],
    events: [
      {
        at: -22,
        kind: "operator",
        text: "m_kwong opened an interactive session on the database primary (break-glass, ticket OPS-881)",
      },
    ],
  },
  {
    id: "cabin-stolen-processor",
    group: "platform",
    kind: "noisy neighbour",
    world: cabin,
    service: "cabin",
    symptom: "latency",
    alertOn: "cabin|POST /boarding/scan",
    needs: ["metrics", "revision"],
    changes: [
      {
        role: "decoy",
        message: "Boarding: say what happens when the gate is slower than a second",
        edits: [
          {
            file: "src/Boarding/BoardingService.cs",
            from: "/// <summary>Decides at the gate, within the second that a reader waits.</summary>",
            to: "/// <summary>Decides at the gate, within the one second that a reader waits before it blinks red.</summary>",
          },
        ],
        at: -30,
      },
    ],
    effects: [
      { at: "cabin|*", gate: "time", where: { host: "node-2" }, slow: 1300 },
      { at: "cabin|POST /boarding/scan|pass", gate: "time", where: { host: "node-2" }, slow: 160 },
    ],
    gauges: [
      {
        service: "cabin",
        name: "system.cpu.utilization",
        unit: "1",
        base: 0.01,
        noise: 0.004,
        to: 0.62,
        ramp: 15,
        gate: "time",
        where: { host: "node-2" },
        attributes: { "cpu.mode": "steal" },
      },
    ],
  },
  {
    id: "cabin-authority-down",
    group: "provider",
    kind: "outside provider",
    world: cabin,
    service: "cabin",
    symptom: "errors",
    alertOn: "cabin|POST /checkins",
    changes: [
      {
        role: "decoy",
        message: "Border client: reason of a refusal goes to the log (#2271)",
        edits: [
          {
            file: "src/CheckIn/BorderClient.cs",
            from: '            _log.LogWarning("Authority refused document of passenger {Index}", refusal.Index);\n',
            to: '            _log.LogWarning("Authority refused document of passenger {Index}: {Reason}", refusal.Index, refusal.Reason);\n',
          },
        ],
        at: 18,
      },
      {
        role: "decoy",
        message: "Circuit breaker of the border client opens for 15 s instead of 20",
        edits: [
          {
            file: "config/appsettings.Production.json",
            from: '"BreakSeconds": 20',
            to: '"BreakSeconds": 15',
          },
        ],
        at: -1500,
      },
    ],
    effects: [
      {
        at: "cabin|POST /checkins|border",
        gate: "time",
        share: 0.85,
        slow: 420,
        fail: {
          type: "Meridian.Cabin.CheckIn.BorderUnavailableException",
          message:
            'clearance answered 503: {"title":"Service Unavailable","detail":"The clearance service of the authority is not available","retry_after":900}',
          status: 503,
          frames: [
            {
              file: "src/CheckIn/BorderClient.cs",
              text: "throw new BorderUnavailableException($",
              fn: "Meridian.Cabin.CheckIn.BorderClient.ClearAsync",
            },
            {
              file: checkIn,
              text: "await _border.ClearAsync(",
              fn: "Meridian.Cabin.CheckIn.CheckInService.CheckInAsync",
            },
          ],
        },
      },
    ],
    events: [
      {
        at: 95,
        kind: "status",
        text: "bordergate: investigating elevated errors of the clearance interface",
      },
    ],
  },
];
