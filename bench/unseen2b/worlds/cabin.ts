import type { World } from "../../unseen/scenario.ts";
import { readSources } from "../read-sources.ts";

/** Departure control of an airline: a C# monolith, one service of many modules. */
export const cabin: World = {
  id: "cabin",
  repository: "meridian/departure-control",
  services: [
    {
      name: "cabin",
      language: "csharp",
      paths: [""],
      replicas: 4,
      ops: [
        {
          name: "GET /flights/{flightId}/seats",
          ms: 14,
          steps: [
            { do: "cache", command: "GET seatmap:flight" },
            {
              do: "db",
              id: "map",
              chance: 0.3,
              ms: 9,
              system: "postgresql",
              table: "seats",
              query: "SELECT number, row, letter, passenger_id FROM seats WHERE flight_id = $1",
            },
          ],
          log: "Seat map drawn",
        },
        {
          name: "POST /flights/{flightId}/seats/assign",
          ms: 10,
          steps: [
            {
              do: "db",
              id: "lock",
              ms: 3,
              times: 2,
              system: "postgresql",
              table: "seats",
              query: "SELECT passenger_id FROM seats WHERE flight_id = $1 AND number = $2 FOR UPDATE",
              src: {
                file: "src/Seats/SeatAssignmentService.cs",
                text: "await LockSeatAsync(",
                fn: "Meridian.Cabin.Seats.SeatAssignmentService.AssignAsync",
              },
            },
            {
              do: "db",
              id: "occupy",
              ms: 4,
              times: 2,
              system: "postgresql",
              table: "seats",
              query: "UPDATE seats SET passenger_id = $1 WHERE flight_id = $2 AND number = $3",
              src: {
                file: "src/Seats/SeatAssignmentService.cs",
                text: "await OccupyAsync(",
                fn: "Meridian.Cabin.Seats.SeatAssignmentService.AssignAsync",
              },
            },
            { do: "cache", command: "DEL seatmap:flight" },
          ],
          log: "Seated party of 2",
        },
        {
          name: "POST /checkins",
          ms: 16,
          steps: [
            {
              do: "db",
              id: "booking",
              ms: 6,
              system: "postgresql",
              table: "bookings",
              query: "SELECT id, passengers FROM bookings WHERE locator = $1",
            },
            { do: "call", id: "flight", to: "flightops", op: "GET /flights/{id}" },
            {
              do: "ext",
              id: "border",
              ms: 160,
              host: "api.bordergate.example",
              method: "POST",
              path: "/v2/clearances",
              src: {
                file: "src/CheckIn/BorderClient.cs",
                text: "_http.PostAsJsonAsync(",
                fn: "Meridian.Cabin.CheckIn.BorderClient.ClearAsync",
              },
            },
            {
              do: "db",
              id: "passes",
              ms: 5,
              system: "postgresql",
              table: "passes",
              query:
                "INSERT INTO passes (passenger_id, flight_id, sequence, seat, zone) VALUES ($1, $2, $3, $4, $5)",
            },
          ],
          log: "Checked in 2 passengers",
        },
        {
          name: "POST /boarding/scan",
          ms: 6,
          steps: [
            {
              do: "db",
              id: "pass",
              ms: 3,
              system: "postgresql",
              table: "passes",
              query: "SELECT passenger_id, flight_id, boarded_at FROM passes WHERE barcode = $1",
            },
            {
              do: "db",
              id: "board",
              ms: 3,
              system: "postgresql",
              table: "passes",
              query: "UPDATE passes SET boarded_at = $1, gate_id = $2 WHERE barcode = $3",
            },
          ],
        },
        {
          name: "POST /bags",
          ms: 7,
          steps: [
            {
              do: "db",
              id: "insert",
              ms: 4,
              system: "postgresql",
              table: "bags",
              query:
                "INSERT INTO bags (tag, passenger_id, flight_id, kilograms, accepted_at) VALUES ($1, $2, $3, $4, $5)",
              src: {
                file: "src/Baggage/BagRepository.cs",
                text: "ExecuteNonQueryAsync(cancel);",
                fn: "Meridian.Cabin.Baggage.BagRepository.AddAsync",
              },
            },
          ],
        },
        {
          name: "POST /flights/{flightId}/loadsheet",
          ms: 22,
          steps: [
            {
              do: "db",
              ms: 8,
              system: "postgresql",
              table: "bags",
              query:
                "SELECT tag, kilograms, accepted_at, loaded_at FROM bags WHERE flight_id = $1 ORDER BY tag",
            },
            { do: "work", name: "LoadSheetCalculator.Calculate", ms: 5 },
            {
              do: "call",
              id: "publish",
              to: "flightops",
              op: "POST /loadsheets",
              tolerate: true,
              src: {
                file: "src/LoadSheet/LoadSheetPublisher.cs",
                text: "_http.PostAsJsonAsync(",
                fn: "Meridian.Cabin.LoadSheet.LoadSheetPublisher.PublishAsync",
              },
            },
          ],
          log: "Load sheet issued",
        },
      ],
    },
    {
      name: "flightops",
      language: "java",
      paths: [],
      replicas: 2,
      ops: [
        {
          name: "GET /flights/{id}",
          ms: 5,
          steps: [
            {
              do: "db",
              ms: 3,
              system: "oracle",
              table: "LEGS",
              query: "SELECT * FROM LEGS WHERE LEG_ID = :1",
            },
          ],
        },
        { name: "POST /loadsheets", ms: 18, steps: [{ do: "work", name: "sensor comparison", ms: 6 }] },
      ],
    },
  ],
  files: readSources("cabin"),
  entries: {
    "cabin|GET /flights/{flightId}/seats": 5,
    "cabin|POST /flights/{flightId}/seats/assign": 2,
    "cabin|POST /checkins": 3,
    "cabin|POST /boarding/scan": 4,
    "cabin|POST /bags": 2,
    "cabin|POST /flights/{flightId}/loadsheet": 1.5,
  },
  attributes: {
    "flight.id": ["MD118", "MD204", "MD377", "MD402", "MD519", "MD640"],
    station: ["OSL", "KRK", "BCN", "TRN"],
    "party.type": ["adults", "adults", "family", "lap infant", "group"],
  },
  noise: [
    {
      at: "cabin|POST /checkins",
      share: 0.004,
      fail: {
        type: "Meridian.Cabin.CheckIn.PassengerRefusedException",
        message: "the authority refused 1 of the passengers",
        status: 409,
      },
    },
    {
      at: "cabin|POST /boarding/scan",
      share: 0.002,
      fail: {
        type: "System.OperationCanceledException",
        message: "The operation was canceled.",
        status: 500,
      },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "dotnet format over the check-in module",
      edits: [
        {
          file: "src/CheckIn/CheckInService.cs",
          from: '        if (row <= third)\n        {\n            return "C";\n        }\n\n        return row <= 2 * third ? "B" : "A";\n',
          to: '        if (row <= third) return "C";\n        return row <= 2 * third ? "B" : "A";\n',
        },
        {
          file: "src/Boarding/BoardingService.cs",
          from: "        if (pass.FlightId != scan.FlightId)\n        {\n            return ScanResult.WrongFlight;\n        }\n",
          to: "        if (pass.FlightId != scan.FlightId) return ScanResult.WrongFlight;\n",
        },
      ],
    },
    {
      role: "innocent",
      message:
        "Bump Polly from 8.4.1 to 8.4.2 (#2231)\n\nRelease notes: documentation and trimming annotations.",
      edits: [
        {
          file: "Directory.Packages.props",
          from: 'Include="Polly" Version="8.4.1"',
          to: 'Include="Polly" Version="8.4.2"',
        },
      ],
    },
    {
      role: "innocent",
      message: 'Seat map: say (emergency exit) in full\n\nKiosk users asked what "exit" means.',
      edits: [
        {
          file: "src/Seats/SeatMapController.cs",
          from: '$"{seat.Number} (exit)"',
          to: '$"{seat.Number} (emergency exit)"',
        },
      ],
    },
    {
      role: "innocent",
      message: "Index on passes for the evening report (#2240)",
      edits: [
        {
          file: "db/migrations/0082_passes_by_gate.sql",
          add: "-- For the evening report alone; built without a lock.\nCREATE INDEX CONCURRENTLY IF NOT EXISTS passes_by_gate ON passes (gate_id, boarded_at);\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "Fix typo in summary of the load sheet publisher",
      edits: [
        {
          file: "src/LoadSheet/LoadSheetPublisher.cs",
          from: "/// <summary>Hands the sheet to flight operations, who hold it against the aircraft's own sensors.</summary>",
          to: "/// <summary>Hands the sheet to flight operations, which hold it against the sensors of the aircraft.</summary>",
        },
      ],
    },
  ],
  rename: {
    cabin: ["airdesk", "cabindesk"],
    flightops: ["opscenter", "dispatchery"],
    bordergate: ["frontiercheck"],
    station: ["airfield"],
    loadsheet: ["trimsheet"],
  },
};
