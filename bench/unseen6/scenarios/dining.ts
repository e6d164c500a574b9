import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { dining as world } from "../worlds/dining.ts";

const of = changes(new URL("./dining.txt", import.meta.url));
const checkout = "orders|POST /checkout";
const assign = "couriers|POST /assignments";
const menu = "menus|GET /menus/:restaurant";

export const diningScenarios: Scenario[] = [
  // Decidable by: InvalidPhone for lyon and linz, whose numbers begin with +33 and +43, on new instances of orders; the diff
  // of the shared package's expression keeps two countries; lisbon and leeds are well.
  {
    id: "dining-phones",
    group: "shared library",
    kind: "validation too narrow",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: checkout,
    changes: [
      ...of("dining-phones"),
      ...pool(of, { "pool-price": -30, "pool-queue": -90, "pool-round": null }),
    ],
    effects: [
      ["lyon", "+336"],
      ["linz", "+436"],
    ].map(([city, prefix]) => ({
      at: checkout,
      where: { city: city! },
      early: true,
      fail: {
        type: "InvalidPhone",
        message: `${prefix}… is no phone number`,
        status: 422,
        frames: [
          place("packages/shared/src/phone.ts", "throw new InvalidPhone", "normalisePhone"),
          place("services/orders/src/checkout.ts", "normalisePhone(input.phone)", "checkout"),
        ],
      },
    })),
    needs: ["exceptions"],
  },
  // Decidable by: undici complains of its own versions in two services at once that were deployed with the shared
  // package's bump of undici to a new major, in the frame that calls request; the call's code is old; eta, in Python, is well.
  {
    id: "dining-undici",
    group: "dependency",
    kind: "dependency major",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: checkout,
    changes: [
      ...of("dining-undici"),
      ...pool(of, { "pool-queue": -25, "pool-price": -600, "pool-sortmenu": null }),
    ],
    effects: [
      {
        at: `${checkout}|menu`,
        share: 0.9,
        fail: {
          type: "InvalidArgumentError",
          message: "invalid onRequestStart method: dispatcher of undici 7 called with a handler of undici 6",
          frames: [
            place("packages/shared/src/http.ts", "await request(url", "getJson"),
            place("services/orders/src/checkout.ts", "getJson<Menu>", "checkout"),
          ],
        },
      },
      {
        at: `${assign}|eta`,
        share: 0.9,
        fail: {
          type: "InvalidArgumentError",
          message: "invalid onRequestStart method: dispatcher of undici 7 called with a handler of undici 6",
          frames: [
            place("packages/shared/src/http.ts", "await request(url", "getJson"),
            place("services/couriers/src/eta-client.ts", "getJson<{ minutes: number }>", "eta"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: TokenExpiredError begins twelve minutes after a deployment, first for few, then for nearly everybody;
  // the commit deployed then lets sessions last twelve minutes; what was deployed at the onset does not touch sessions.
  {
    id: "dining-sessions",
    group: "authentication",
    kind: "sessions expire early",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: checkout,
    lag: 720,
    minutes: 8,
    changes: [
      ...of("dining-sessions"),
      ...pool(of, { "pool-round": -20, "pool-queue": -60, "pool-sortmenu": null }),
    ],
    effects: ["POST /checkout", "GET /history"].map((op) => ({
      at: `orders|${op}`,
      share: 0.8,
      ramp: 240,
      early: true,
      fail: {
        type: "TokenExpiredError",
        message: "jwt expired",
        status: 401,
        frames: [place("packages/shared/src/session.ts", "jwt.verify(token, secret)", "open")],
      },
    })),
    needs: ["exceptions", "deployments"],
  },
  // Decidable by: one assignment holds eighteen and more look-ups of single couriers and as many calls to eta, one after
  // another, where five calls were, on new instances; the find lost its limit in db.query.text; the diff dropped the limit of
  // five and put a look-up into the loop. Each look-up is as quick as they are; eta answers as before.
  {
    id: "dining-all-couriers",
    group: "query in a loop",
    kind: "loop over all",
    world,
    service: "couriers",
    symptom: "latency",
    alertOn: assign,
    ops: {
      couriers: [
        {
          name: "POST /assignments",
          ms: 4,
          steps: [
            {
              id: "near",
              do: "db",
              system: "mongodb",
              table: "couriers",
              query: "find couriers {city: ?, free: true} limit 5",
              ms: 6,
            },
            {
              id: "fresh",
              do: "db",
              system: "mongodb",
              table: "couriers",
              query: "find couriers {id: ?} limit 1",
              ms: 24,
              times: 18,
              chance: 0,
            },
            { id: "eta", do: "call", to: "eta", op: "GET /eta", times: 5, timeout: 1200 },
            {
              id: "take",
              do: "db",
              system: "mongodb",
              table: "couriers",
              query: "update couriers {id: ?}",
              ms: 4,
            },
          ],
        },
      ],
    },
    changes: [
      ...of("dining-all-couriers"),
      ...pool(of, { "pool-queue": -30, "pool-keepalive": -300, "pool-limit": null }),
    ],
    effects: [
      { at: `${assign}|near`, set: { query: "find couriers {city: ?, free: true}" } },
      { at: `${assign}|fresh`, set: { chance: 1 } },
      { at: `${assign}|eta`, set: { times: 18 } },
    ],
  },
  // Decidable by: writes of all services fail with NotWritablePrimary for two minutes while reads go on; the event tells of
  // the maintenance; each commit touches one service.
  {
    id: "dining-step-down",
    group: "database maintenance",
    kind: "primary stepped down",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: checkout,
    changes: [
      ...pool(of, { "pool-price": -45, "pool-limit": -15, "pool-keepalive": -200, "pool-queue": 20 }),
    ],
    effects: [`${checkout}|insert`, `${assign}|take`].map((at) => ({
      at,
      share: 0.9,
      slow: 500,
      every: { period: 1800, lasts: 190 },
      fail: {
        type: "MongoServerError",
        message: "not primary (code 10107, NotWritablePrimary), topology version changed",
      },
    })),
    events: [
      {
        at: -10,
        kind: "maintenance",
        text: "Atlas: cluster plato-prod-0 upgrades its minor version, rolling, elections expected",
      },
    ],
    needs: ["events", "exceptions"],
  },
  // Decidable by: menus are asked for six times as often as usual and only menus, device=web alone, nobody checks out; the
  // firewall's event names a network that reads all restaurants; no commit makes a caller.
  {
    id: "dining-scraper",
    group: "traffic",
    kind: "scraper",
    world,
    service: "menus",
    symptom: "traffic",
    alertOn: menu,
    changes: [
      ...pool(of, { "pool-sortmenu": -40, "pool-keepalive": -20, "pool-limit": -150, "pool-round": -10 }),
    ],
    effects: [
      { at: `${menu}|menu`, slow: 260, ramp: 60 },
      { at: menu, slow: 120, ramp: 60 },
    ],
    surge: { factor: 5, entry: menu, attribute: ["device", "web"] },
    events: [
      {
        at: 140,
        kind: "security",
        text: "WAF: 91% of requests to /menus from one hosting network (AS-DROPNET), 3400 restaurants in order",
      },
    ],
    needs: ["events"],
  },
  // Decidable by: recipes of some kitchens are undefined only since the flag allergen_badges was turned on (event); the code
  // behind it is old; every instance alike.
  {
    id: "dining-badges",
    group: "flag",
    kind: "flag turned on",
    world,
    service: "menus",
    symptom: "errors",
    alertOn: menu,
    changes: [
      ...pool(of, { "pool-sortmenu": -30, "pool-limit": -70, "pool-price": -15, "pool-queue": null }),
    ],
    effects: ["thai", "grill"].map((cuisine) => ({
      at: menu,
      where: { cuisine },
      fail: {
        type: "TypeError",
        message: "Cannot read properties of undefined (reading 'ingredients')",
        frames: [place("services/menus/src/menu.ts", "allergens(dish.recipe.ingredients)", "menu")],
      },
    })),
    events: [
      { at: -6, kind: "feature_flag", service: "menus", text: "allergen_badges: 0% -> 100% by product-ops" },
    ],
    needs: ["events", "exceptions"],
  },
  // Not decidable: two commits of one release each put a check into the checkout; only the outermost spans are recorded.
  {
    id: "dining-two-prices",
    group: "undecidable",
    kind: "two commits, one release",
    world,
    service: "orders",
    symptom: "latency",
    alertOn: checkout,
    thin: true,
    oneRelease: true,
    changes: [...of("dining-two-prices"), ...pool(of, { "pool-sortmenu": -500, "pool-queue": -800 })],
    effects: [{ at: checkout, slow: 1300 }],
  },
];
