import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, cache, db, ext, work } = step;

/** A house of auctions that people bid in from everywhere. */
export const gavel: World = {
  id: "gavel",
  repository: "hammerfall/house",
  files: sources(new URL("./gavel.txt", import.meta.url)),
  services: [
    {
      name: "salesroom",
      language: "typescript",
      paths: ["salesroom/"],
      replicas: 3,
      ops: [
        {
          name: "POST /lots/{lot}/bids",
          ms: 4,
          log: "bid on {lot} from {country}",
          steps: [
            call("who", "identity", "GET /bidders/{id}", { timeout: 1200 }),
            call("bid", "floor", "POST /bids", {
              timeout: 2500,
              src: place("salesroom/src/routes/bids.ts", "await placeBid", "postBid"),
            }),
          ],
        },
        {
          name: "GET /lots/{lot}",
          ms: 4,
          steps: [
            call("lot", "catalogue", "GET /lots/{lot}", { timeout: 3000 }),
            call("price", "floor", "GET /prices/{lot}", { timeout: 2500 }),
          ],
        },
        {
          name: "GET /search",
          ms: 4,
          steps: [
            call("search", "catalogue", "GET /search", { timeout: 3000 }),
            work("highlight", "highlight titles", 2, {
              src: place("salesroom/src/routes/search.ts", "highlight(lot.title", "getSearch"),
            }),
          ],
        },
      ],
    },
    {
      name: "floor",
      language: "elixir",
      paths: ["floor/"],
      replicas: 3,
      ops: [
        {
          name: "POST /bids",
          ms: 3,
          steps: [
            db("lot", "postgresql", "lots", "SELECT l0.* FROM lots AS l0 WHERE l0.id = $1 FOR UPDATE", 3, {
              src: place("floor/lib/floor/bids.ex", "Repo.transaction", "Floor.Bids.place/3"),
            }),
            db(
              "insert",
              "postgresql",
              "bids",
              "INSERT INTO bids (lot_id, bidder, cents) VALUES ($1, $2, $3)",
              3,
            ),
            cache("announce", "SET price:{lot}"),
          ],
        },
        { name: "GET /prices/{lot}", ms: 1, steps: [cache("price", "GET price:{lot}")] },
      ],
    },
    {
      name: "catalogue",
      language: "go",
      paths: ["catalogue/"],
      replicas: 2,
      ops: [
        {
          name: "GET /lots/{lot}",
          ms: 2,
          steps: [
            cache("cached", "GET lot:{lot}:{locale}"),
            db(
              "load",
              "postgresql",
              "lots",
              "SELECT l.*, t.title, t.text, p.* FROM lots l JOIN texts t USING (lot) JOIN photos p USING (lot) WHERE l.id = $1 AND t.locale = $2",
              16,
              { chance: 0.1, src: place("catalogue/lots.go", "s.load(ctx", "catalogue.(*Store).Lot") },
            ),
          ],
        },
        {
          name: "GET /search",
          ms: 3,
          steps: [
            db(
              "search",
              "postgresql",
              "lots",
              "SELECT id, title, price FROM lots WHERE document @@ websearch_to_tsquery($1) ORDER BY closes_at LIMIT $2 OFFSET $3",
              14,
            ),
          ],
        },
      ],
    },
    {
      name: "settle",
      language: "go",
      paths: ["settle/"],
      replicas: 2,
      ops: [
        {
          name: "POST /invoices",
          ms: 4,
          log: "invoice sent to {country}",
          steps: [
            db(
              "open",
              "postgresql",
              "invoices",
              "INSERT INTO invoices (sale, bidder) VALUES ($1, $2) RETURNING number",
              4,
            ),
            ext("intent", "api.paybridge.example", "POST", "/v1/intents", 120, {
              src: place("settle/invoices.go", "s.pay.Intent(ctx", "settle.(*Settler).Invoice"),
            }),
            db("save", "postgresql", "invoices", "UPDATE invoices SET link = $2 WHERE number = $1", 3),
          ],
        },
      ],
    },
    {
      name: "identity",
      language: "java",
      paths: [],
      replicas: 2,
      ops: [{ name: "GET /bidders/{id}", ms: 7, steps: [] }],
    },
  ],
  entries: {
    "salesroom|GET /lots/{lot}": 5,
    "salesroom|POST /lots/{lot}/bids": 3,
    "salesroom|GET /search": 2.4,
    "settle|POST /invoices": 1,
  },
  attributes: {
    room: ["new-york", "london", "geneva", "hong-kong"],
    country: ["gb", "ch", "us", "fr", "hk"],
    locale: ["en", "fr", "zh"],
  },
  noise: [
    {
      at: "floor|POST /bids",
      share: 0.02,
      fail: { type: "Floor.TooLow", message: "too low", status: 409, quiet: true },
    },
    {
      at: "settle|POST /invoices",
      share: 0.004,
      fail: { type: "*url.Error", message: "context canceled", status: 499 },
    },
  ],
  extras: changes(new URL("../scenarios/gavel.txt", import.meta.url))("extras"),
  rename: { salesroom: ["gallery"], catalogue: ["inventory"], settle: ["cashier"], ceiling: ["maximum"] },
};
