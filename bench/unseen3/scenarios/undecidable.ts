import type { Scenario } from "../../judging-set/scenario.ts";
import { stay } from "../worlds/stay.ts";
import { thermo } from "../worlds/thermo.ts";

const bookings = "booking/src/main/java/stay/booking";

/** Two commits that go out together and would each show like this from outside; nothing within is recorded. */
export const undecidableScenarios: Scenario[] = [
  {
    id: "stay-two-waits",
    group: "undecidable",
    kind: "rows that wait, or a second call to the acquirer",
    world: stay,
    service: "booking",
    symptom: "latency",
    alertOn: "booking|POST /bookings",
    thin: true,
    changes: [
      {
        role: "culprit",
        message: "booking: the same guest gets the same room again",
        edits: [
          {
            file: `${bookings}/RoomRepository.java`,
            from: "            LIMIT 1 FOR UPDATE SKIP LOCKED\n",
            to: "            ORDER BY last_guest = :guest DESC LIMIT 1 FOR UPDATE\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "booking: check a card before an amount is held on it",
        at: 2,
        edits: [
          {
            file: `${bookings}/CardGateway.java`,
            from: "    Hold hold =\n",
            to: '    http.post().uri("/v2/cards/{card}/checks", card).retrieve().toBodilessEntity();\n    Hold hold =\n',
          },
        ],
      },
    ],
    effects: [{ at: "booking|POST /bookings", slow: 1300 }],
    rps: [3, 8],
  },
  {
    id: "thermo-two-fields",
    group: "undecidable",
    kind: "a field of the forecast, or a field of the request",
    world: thermo,
    service: "advisor",
    symptom: "errors",
    alertOn: "advisor|POST /advice",
    thin: true,
    changes: [
      {
        role: "culprit",
        message: "advisor: temperature of the nearest station",
        edits: [
          {
            file: "advisor/advisor/forecast.py",
            from: '        return float(reply.json()["celsius"])',
            to: '        return float(reply.json()["stations"][0]["celsius"])',
          },
        ],
      },
      {
        role: "decoy",
        message: "advisor: places come with a name and an id",
        at: 2,
        edits: [
          {
            file: "advisor/advisor/advice.py",
            from: '        outside = await forecast.outside(body["place"])',
            to: '        outside = await forecast.outside(body["place"]["id"])',
          },
        ],
      },
    ],
    effects: [
      {
        at: "advisor|POST /advice",
        share: 0.6,
        fail: { type: "KeyError", message: "", status: 500, quiet: true },
      },
    ],
    rps: [3, 8],
  },
];
