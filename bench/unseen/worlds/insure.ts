import type { World } from "../scenario.ts";

const quote = `from decimal import Decimal

from quotes import geocoder, rating_client
from quotes.models import Quote
from quotes.storage import session


def make_quote(request: dict) -> dict:
    request["position"] = geocoder.lookup(request["street"], request["postcode"])
    risk = rating_client.rate(request)
    base = Decimal(risk["base"])
    premium = base * Decimal(risk["factor"]) + surcharge(request)
    with session() as db:
        quote = Quote(customer=request["customer"], premium=premium)
        db.add(quote)
    return {"id": quote.id, "premium": str(premium), "class": risk["class"]}


def surcharge(request: dict) -> Decimal:
    vehicle = request.get("vehicle") or {}
    if vehicle.get("year", 2020) < 2005:
        return Decimal("45.00")
    return Decimal("0")


def list_quotes(customer: str) -> list[dict]:
    with session() as db:
        rows = db.query(Quote).filter(Quote.customer == customer).order_by(Quote.id.desc()).limit(20)
        return [{"id": row.id, "premium": str(row.premium)} for row in rows]
`;

const rater = `import re
from functools import lru_cache

from rating.tables import FACTORS, load_zone

PLATE = re.compile(r"^[A-Z]{1,3}-[A-Z]{1,2} ?[0-9]{1,4}$")


def rate(application: dict) -> dict:
    plate = application["plate"]
    if not PLATE.match(plate):
        raise ValueError(f"not a plate: {plate}")
    zone = zone_of(application["postcode"])
    factor = FACTORS[application["kind"]]
    return {"base": zone.base, "factor": str(factor), "class": zone.name}


@lru_cache(maxsize=4096)
def zone_of(postcode: str):
    return load_zone(postcode[:3])


def claims_factor(claims: list[dict]) -> float:
    by_year: dict[int, int] = {}
    for claim in claims:
        by_year[claim["year"]] = by_year.get(claim["year"], 0) + 1
    return 1.0 + 0.1 * sum(by_year.values())
`;

const client = `import httpx

from quotes.settings import settings

client = httpx.Client(base_url=settings.rating_url, timeout=settings.rating_timeout)


def rate(request: dict) -> dict:
    response = client.post("/rate", json=request)
    response.raise_for_status()
    return response.json()
`;

const settings = `import os

import yaml


class Settings:
    def __init__(self, path: str) -> None:
        with open(path) as handle:
            values = yaml.safe_load(handle)
        self.rating_url = values["rating"]["url"]
        self.rating_timeout = values["rating"]["timeout_seconds"]
        self.pool_size = values["database"]["pool_size"]
        self.geocoder = values.get("geocoder", {})


settings = Settings(os.environ.get("QUOTES_CONFIG", "/etc/quotes/config.yaml"))
`;

const config = `# quotes, production
rating:
  url: http://rating:8080
  timeout_seconds: 3.0
database:
  pool_size: 15
  statement_timeout_ms: 8000
geocoder:
  url: https://geo.mapwise.example
  timeout_seconds: 2
`;

const documents = `from jinja2 import Environment

from documents.archive import store

environment = Environment(autoescape=True)


def render_policy(message: dict) -> str:
    template = environment.get_template("policy.html")
    html = template.render(customer=message["customer"], premium=message["premium"])
    return store(message["quote_id"], html)
`;

const models = `from sqlalchemy import Column, Integer, Numeric, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Quote(Base):
    __tablename__ = "quotes"

    id = Column(Integer, primary_key=True)
    customer = Column(String, index=True)
    premium = Column(Numeric(10, 2))
`;

const portal = `from fastapi import APIRouter, HTTPException

from portal import quotes_client
from portal.sessions import current_customer

router = APIRouter()


@router.post("/quotes")
def new_quote(form: dict):
    customer = current_customer()
    answer = quotes_client.create({**form, "customer": customer.id})
    return {"id": answer["id"], "premium": answer["premium"]}


@router.get("/quotes")
def my_quotes():
    customer = current_customer()
    return quotes_client.listing(customer.id)
`;

export const insure: World = {
  id: "insure",
  repository: "acme/insurance",
  services: [
    {
      name: "portal",
      language: "python",
      paths: ["apps/portal/"],
      replicas: 2,
      ops: [
        {
          name: "POST /quotes",
          ms: 8,
          steps: [{ do: "call", id: "create", to: "quotes", op: "POST /quotes" }],
          log: "customer {customer} asked for a quote",
        },
        {
          name: "GET /quotes",
          ms: 6,
          steps: [{ do: "call", id: "list", to: "quotes", op: "GET /quotes" }],
          log: "listing for {customer}",
        },
      ],
    },
    {
      name: "quotes",
      language: "python",
      paths: ["apps/quotes/"],
      replicas: 3,
      ops: [
        {
          name: "POST /quotes",
          ms: 7,
          steps: [
            {
              do: "ext",
              id: "geo",
              host: "geo.mapwise.example",
              method: "GET",
              path: "/v1/lookup",
              ms: 60,
              timeout: 2000,
              src: { file: "apps/quotes/quotes/geocoder.py", text: "client.get", fn: "lookup" },
            },
            {
              do: "call",
              id: "rate",
              to: "rating",
              op: "POST /rate",
              src: { file: "apps/quotes/quotes/rating_client.py", text: 'client.post("/rate"', fn: "rate" },
            },
            {
              do: "db",
              id: "insert",
              system: "postgresql",
              query: "INSERT INTO quotes (customer, premium) VALUES (%s, %s) RETURNING quotes.id",
              table: "quotes",
              ms: 3,
            },
            {
              do: "send",
              id: "send",
              system: "kafka",
              topic: "quotes.made",
              to: "documents",
              op: "process quotes.made",
            },
          ],
          log: "quote {n} made for {customer}",
        },
        {
          name: "GET /quotes",
          ms: 5,
          steps: [
            {
              do: "db",
              id: "list",
              system: "postgresql",
              query:
                "SELECT quotes.id, quotes.premium FROM quotes WHERE quotes.customer = %s ORDER BY quotes.id DESC LIMIT 20",
              table: "quotes",
              ms: 3,
              src: { file: "apps/quotes/quotes/quote.py", text: "rows = db.query(Quote)", fn: "list_quotes" },
            },
          ],
        },
      ],
    },
    {
      name: "rating",
      language: "python",
      paths: ["apps/rating/"],
      replicas: 2,
      ops: [
        {
          name: "POST /rate",
          ms: 90,
          steps: [
            {
              do: "db",
              id: "zone",
              chance: 0.1,
              system: "postgresql",
              query: "SELECT name, base FROM zones WHERE prefix = %s",
              table: "zones",
              ms: 4,
            },
          ],
          log: "rated {kind} in zone {n}",
        },
      ],
    },
    {
      name: "documents",
      language: "python",
      paths: ["apps/documents/"],
      replicas: 1,
      ops: [
        {
          name: "process quotes.made",
          ms: 45,
          steps: [
            { do: "ext", id: "store", host: "archive.s3.example", method: "PUT", path: "/policies", ms: 35 },
          ],
          log: "policy document {n} stored",
        },
      ],
    },
  ],
  files: {
    "apps/quotes/quotes/quote.py": quote,
    "apps/quotes/quotes/models.py": models,
    "apps/quotes/quotes/rating_client.py": client,
    "apps/quotes/quotes/settings.py": settings,
    "apps/quotes/config.yaml": config,
    "apps/quotes/quotes/geocoder.py": `import httpx

from quotes.settings import settings

client = httpx.Client(base_url=settings.geocoder["url"], timeout=settings.geocoder["timeout_seconds"])


def lookup(street: str, postcode: str) -> tuple[float, float]:
    response = client.get("/v1/lookup", params={"street": street, "postcode": postcode})
    response.raise_for_status()
    found = response.json()
    return found["lat"], found["lon"]
`,
    "apps/rating/rating/rate.py": rater,
    "apps/documents/documents/policy.py": documents,
    "apps/portal/portal/views.py": portal,
    "apps/rating/requirements.txt":
      "fastapi==0.118.0\nnumpy==1.26.4\npydantic==2.11.9\nsqlalchemy==2.0.43\nuvicorn==0.37.0\n",
    "apps/rating/Dockerfile": `FROM python:3.12-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY rating ./rating
COPY tables ./tables
ENV RATING_TABLES=/srv/tables
CMD ["uvicorn", "rating.main:app", "--host", "0.0.0.0", "--port", "8080", "--workers", "4"]
`,
    "apps/quotes/migrations/0031_quotes_customer.sql":
      "CREATE INDEX quotes_customer_idx ON quotes (customer);\n",
  },
  entries: { "portal|POST /quotes": 5, "portal|GET /quotes": 5 },
  attributes: {
    customer: ["c-1042", "c-2210", "c-3391", "c-4417", "c-5120", "c-6603", "c-7719", "c-8254"],
    kind: ["car", "van", "motorcycle"],
  },
  noise: [
    {
      at: "rating|POST /rate",
      share: 0.01,
      fail: {
        type: "ValueError",
        message: "not a plate: XX{n}",
        status: 422,
        frames: [{ file: "apps/rating/rating/rate.py", text: "not a plate", fn: "rate" }],
      },
    },
    {
      at: "documents|process quotes.made",
      share: 0.01,
      fail: { type: "ConnectionResetError", message: "[Errno 104] Connection reset by peer" },
    },
    {
      at: "portal|GET /quotes",
      share: 0.004,
      fail: { type: "SessionExpired", message: "session of {customer} is over", status: 401 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "quotes: type hints for the whole module, no change in behaviour",
      edits: [
        {
          file: "apps/quotes/quotes/quote.py",
          from: "def surcharge(request: dict) -> Decimal:",
          to: "def surcharge(request: dict[str, dict]) -> Decimal:",
        },
      ],
    },
    {
      role: "innocent",
      message: "documents: autoescape explicitly (security)",
      edits: [
        {
          file: "apps/documents/documents/policy.py",
          from: "Environment(autoescape=True)",
          to: "Environment(\n    autoescape=True,\n)",
        },
      ],
    },
    {
      role: "innocent",
      message: "rating: claims factor without the dictionary dance",
      edits: [
        {
          file: "apps/rating/rating/rate.py",
          from: '    by_year: dict[int, int] = {}\n    for claim in claims:\n        by_year[claim["year"]] = by_year.get(claim["year"], 0) + 1\n    return 1.0 + 0.1 * sum(by_year.values())',
          to: "    return 1.0 + 0.1 * len(claims)",
        },
      ],
    },
    {
      role: "innocent",
      message: "DANGER: touch production config (comment only)",
      edits: [
        {
          file: "apps/quotes/config.yaml",
          from: "# quotes, production",
          to: "# quotes, production; staging has its own",
        },
      ],
    },
    {
      role: "innocent",
      message: "portal: name the answer",
      edits: [
        {
          file: "apps/portal/portal/views.py",
          from: '    answer = quotes_client.create({**form, "customer": customer.id})\n    return {"id": answer["id"], "premium": answer["premium"]}',
          to: '    made = quotes_client.create({**form, "customer": customer.id})\n    return {"id": made["id"], "premium": made["premium"]}',
        },
      ],
    },
  ],
  rename: {
    acme: ["harbour", "lindqvist", "solidus"],
    rating: ["pricing", "scoring"],
    portal: ["frontdesk", "webapp"],
    premium: ["contribution"],
    mapwise: ["placefinder"],
    customer: ["holder", "member"],
  },
};
