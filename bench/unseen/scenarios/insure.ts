import type { Scenario } from "../scenario.ts";
import { insure as world } from "../worlds/insure.ts";

const make = "portal|POST /quotes";
const list = "portal|GET /quotes";
const quoteFile = "apps/quotes/quotes/quote.py";
const rateFile = "apps/rating/rating/rate.py";

export const insureScenarios: Scenario[] = [
  {
    id: "insure-missing-kind",
    group: "code throws",
    kind: "key missing",
    world,
    service: "rating",
    symptom: "errors",
    alertOn: make,
    changes: [
      {
        role: "culprit",
        message: "rating: factors depend on how the vehicle is used",
        edits: [
          {
            file: rateFile,
            from: '    factor = FACTORS[application["kind"]]',
            to: '    factor = FACTORS[application["kind"]] * USAGE[application["usage"]]',
          },
          {
            file: rateFile,
            from: "from rating.tables import FACTORS, load_zone",
            to: "from rating.tables import FACTORS, USAGE, load_zone",
          },
        ],
      },
      {
        role: "decoy",
        at: -20,
        message: "quotes: surcharge for older vehicles starts in 2004",
        edits: [{ file: quoteFile, from: "2020) < 2005", to: "2020) < 2004" }],
      },
      {
        role: "decoy",
        message: "rating: wider zone memory",
        edits: [{ file: rateFile, from: "maxsize=4096", to: "maxsize=8192" }],
      },
    ],
    effects: [
      {
        at: "rating|POST /rate",
        share: 0.6,
        fail: {
          type: "KeyError",
          message: "'usage'",
          frames: [{ file: rateFile, text: 'USAGE[application["usage"]]', fn: "rate" }],
        },
      },
    ],
  },
  {
    id: "insure-rating-timeout",
    group: "timeout or limit",
    kind: "timeout lowered",
    world,
    service: "quotes",
    symptom: "errors",
    alertOn: make,
    changes: [
      {
        role: "culprit",
        message: "config: fail fast when others are slow",
        edits: [
          { file: "apps/quotes/config.yaml", from: "  timeout_seconds: 3.0", to: "  timeout_seconds: 0.09" },
        ],
      },
      {
        role: "decoy",
        at: -45,
        message: "rating: plates may have a space (touches the regular expression!)",
        edits: [{ file: rateFile, from: "{1,2} ?[0-9]{1,4}$", to: "{1,2}[ ]?[0-9]{1,4}$" }],
      },
      {
        role: "decoy",
        message: "config: statements may take ten seconds",
        edits: [
          {
            file: "apps/quotes/config.yaml",
            from: "statement_timeout_ms: 8000",
            to: "statement_timeout_ms: 10000",
          },
        ],
      },
    ],
    effects: [
      {
        at: "quotes|POST /quotes|rate",
        set: {
          timeout: 90,
          onFail: {
            type: "httpx.ReadTimeout",
            message: "timed out",
            frames: [
              { file: "apps/quotes/quotes/rating_client.py", text: 'client.post("/rate"', fn: "rate" },
              { file: quoteFile, text: "rating_client.rate(request)", fn: "make_quote" },
            ],
          },
        },
      },
    ],
  },
  {
    id: "insure-index-dropped",
    group: "query",
    kind: "index dropped",
    world,
    service: "quotes",
    symptom: "latency",
    alertOn: list,
    changes: [
      {
        role: "culprit",
        message: "quotes: clean up the schema, one index fewer to write",
        edits: [
          {
            file: "apps/quotes/migrations/0032_tidy.sql",
            add: "DROP INDEX quotes_customer_idx;\nALTER TABLE quotes ALTER COLUMN premium SET NOT NULL;\n",
          },
          {
            file: "apps/quotes/quotes/models.py",
            from: "    customer = Column(String, index=True)",
            to: "    customer = Column(String)",
          },
        ],
      },
      {
        role: "decoy",
        at: -30,
        message: "portal: read the session once (risky?)",
        edits: [
          {
            file: "apps/portal/portal/views.py",
            from: "    customer = current_customer()\n    return quotes_client.listing(customer.id)",
            to: "    return quotes_client.listing(current_customer().id)",
          },
        ],
      },
      {
        role: "decoy",
        message: "quotes: serialise the list with names",
        edits: [
          {
            file: quoteFile,
            from: '"premium": str(row.premium)} for row in rows]',
            to: '"premium": f"{row.premium}"} for row in rows]',
          },
        ],
      },
    ],
    effects: [{ at: "quotes|GET /quotes|list", gate: "time", slow: 900 }],
  },
  {
    id: "insure-plate-regex",
    group: "regex or processor",
    kind: "catastrophic backtracking",
    world,
    service: "rating",
    symptom: "latency",
    alertOn: make,
    needs: ["metrics"],
    changes: [
      {
        role: "culprit",
        message: "rating: accept the plates of neighbouring countries",
        edits: [
          {
            file: rateFile,
            from: 'PLATE = re.compile(r"^[A-Z]{1,3}-[A-Z]{1,2} ?[0-9]{1,4}$")',
            to: 'PLATE = re.compile(r"^([A-Z0-9]+[- ]?)+$")',
          },
        ],
      },
      {
        role: "decoy",
        at: -25,
        message: "quotes: larger pool for the campaign",
        edits: [{ file: "apps/quotes/config.yaml", from: "pool_size: 15", to: "pool_size: 20" }],
      },
    ],
    effects: [
      { at: "rating|POST /rate", where: { kind: "motorcycle" }, slow: 2600 },
      { at: "rating|POST /rate", slow: 60, ramp: 40 },
    ],
    gauges: [
      {
        service: "rating",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.04,
        to: 0.98,
        ramp: 30,
      },
    ],
  },
  {
    id: "insure-config-key",
    group: "start-up or configuration",
    kind: "configuration key renamed",
    world,
    service: "quotes",
    symptom: "errors",
    alertOn: make,
    needs: ["logs"],
    changes: [
      {
        role: "culprit",
        message: "config: one word for how long we wait",
        edits: [{ file: "apps/quotes/config.yaml", from: "  timeout_seconds: 3.0", to: "  timeout: 3.0" }],
      },
      {
        role: "decoy",
        at: -70,
        message: "portal: two lines become one",
        edits: [
          {
            file: "apps/portal/portal/views.py",
            from: "    customer = current_customer()\n    return quotes_client.listing(customer.id)",
            to: "    who = current_customer()\n    return quotes_client.listing(who.id)",
          },
        ],
      },
    ],
    effects: [
      { at: "quotes|*", refuse: { type: "httpx.ConnectError", message: "[Errno 111] Connection refused" } },
    ],
    logs: [
      {
        service: "quotes",
        severity: "FATAL",
        body: "quotes could not start: KeyError: 'timeout_seconds'",
        every: 20,
        fail: {
          type: "KeyError",
          message: "'timeout_seconds'",
          frames: [{ file: "apps/quotes/quotes/settings.py", text: "self.rating_timeout", fn: "__init__" }],
        },
      },
    ],
  },
  {
    id: "insure-numpy-major",
    group: "dependency upgrade",
    kind: "major version",
    world,
    service: "rating",
    symptom: "errors",
    alertOn: make,
    files: {
      "apps/rating/rating/tables.py": `import numpy as np

FACTORS = {"car": 1.0, "van": 1.2, "motorcycle": 1.4}


def smooth(values: list[float]) -> list[float]:
    weights = np.array([0.25, 0.5, 0.25])
    padded = np.array(values + [np.NaN])
    return list(np.convolve(padded, weights, mode="same"))
`,
    },
    changes: [
      {
        role: "culprit",
        message: "build(deps): bump the python group with 3 updates",
        edits: [
          {
            file: "apps/rating/requirements.txt",
            from: "numpy==1.26.4\npydantic==2.11.9\n",
            to: "numpy==2.1.3\npydantic==2.11.10\n",
          },
        ],
      },
      {
        role: "decoy",
        at: -15,
        message: "rating: vans are a bit dearer",
        edits: [{ file: "apps/rating/rating/tables.py", from: '"van": 1.2', to: '"van": 1.25' }],
      },
    ],
    effects: [
      {
        at: "rating|POST /rate",
        fail: {
          type: "AttributeError",
          message: "`np.NaN` was removed in the NumPy 2.0 release. Use `np.nan` instead.",
          frames: [
            { file: "apps/rating/rating/tables.py", text: "np.NaN", fn: "smooth" },
            { file: rateFile, text: 'zone = zone_of(application["postcode"])', fn: "rate" },
          ],
        },
      },
    ],
  },
  {
    id: "insure-token-renewal",
    group: "delayed effect",
    kind: "token never renewed",
    world,
    service: "rating",
    symptom: "errors",
    alertOn: make,
    lag: 3600,
    files: {
      "apps/rating/rating/session.py": `import time

import httpx

TOKEN_LIFETIME = 3600
RENEW_BEFORE = 120


class Token:
    def __init__(self) -> None:
        self.value = ""
        self.expires = 0.0

    def current(self) -> str:
        if time.time() > self.expires - RENEW_BEFORE:
            self.renew()
        return self.value

    def renew(self) -> None:
        answer = httpx.post("http://identity:8080/token", data={"grant_type": "client_credentials"})
        answer.raise_for_status()
        self.value = answer.json()["access_token"]
        self.expires = time.time() + TOKEN_LIFETIME
`,
    },
    changes: [
      {
        role: "culprit",
        message: "rating: ask for fewer tokens",
        edits: [
          {
            file: "apps/rating/rating/session.py",
            from: "        if time.time() > self.expires - RENEW_BEFORE:",
            to: "        if not self.value:",
          },
        ],
      },
      {
        role: "decoy",
        at: -40,
        message: "rating: say what a plate looks like",
        edits: [
          {
            file: rateFile,
            from: '        raise ValueError(f"not a plate: {plate}")',
            to: '        raise ValueError(f"not a plate: {plate!r}")',
          },
        ],
      },
      {
        role: "decoy",
        at: -240,
        message: "quotes: retry-safe insert (please review carefully)",
        edits: [
          { file: quoteFile, from: "        db.add(quote)", to: "        db.add(quote)\n        db.flush()" },
        ],
      },
    ],
    noise: [],
    effects: [
      {
        at: "rating|POST /rate",
        early: true,
        fail: {
          type: "PermissionError",
          message: "zone service refused: 401 token expired at {n}",
          frames: [
            { file: "apps/rating/rating/session.py", text: "return self.value", fn: "current" },
            { file: rateFile, text: "return load_zone", fn: "zone_of" },
          ],
        },
      },
    ],
  },
  {
    id: "insure-geocoder-slow",
    group: "provider outage",
    kind: "outside provider slow",
    world,
    service: "quotes",
    symptom: "latency",
    alertOn: make,
    changes: [
      {
        role: "decoy",
        at: -35,
        message: "quotes: look up the street without trailing spaces",
        edits: [
          {
            file: "apps/quotes/quotes/geocoder.py",
            from: 'params={"street": street, ',
            to: 'params={"street": street.strip(), ',
          },
        ],
      },
      {
        role: "decoy",
        message: "rating: precompute zones (performance, risky)",
        edits: [{ file: rateFile, from: "@lru_cache(maxsize=4096)", to: "@lru_cache(maxsize=16384)" }],
      },
    ],
    effects: [{ at: "quotes|POST /quotes|geo", gate: "time", slow: 1300, ramp: 40 }],
    events: [
      {
        at: 400,
        kind: "status",
        text: "mapwise reports degraded performance of its lookup API since about ten minutes",
      },
    ],
  },
  {
    id: "insure-poison-customer",
    group: "bad record or tenant",
    kind: "data",
    world,
    service: "quotes",
    symptom: "errors",
    alertOn: list,
    changes: [
      {
        role: "decoy",
        at: -55,
        message: "quotes: surcharge has a name (dangerous file, please watch)",
        edits: [
          {
            file: quoteFile,
            from: '        return Decimal("45.00")',
            to: '        oldtimer = Decimal("45.00")\n        return oldtimer',
          },
        ],
      },
      {
        role: "decoy",
        message: "portal: refactor session handling",
        edits: [
          {
            file: "apps/portal/portal/views.py",
            from: "router = APIRouter()",
            to: 'router = APIRouter(tags=["quotes"])',
          },
        ],
      },
    ],
    effects: [
      {
        at: "quotes|GET /quotes",
        gate: "time",
        where: { customer: "c-1042" },
        fail: {
          type: "decimal.InvalidOperation",
          message: "[<class 'decimal.ConversionSyntax'>] in premium of quote 88120417",
          frames: [{ file: quoteFile, text: "for row in rows]", fn: "list_quotes" }],
        },
      },
    ],
    events: [
      {
        at: -40,
        kind: "data",
        service: "quotes",
        text: "back office imported 12 corrected quotes of customer c-1042 from a spreadsheet",
      },
    ],
  },
];
