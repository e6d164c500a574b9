import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

/** A fantasy league: points in C++, squads in Go, live scores in Elixir, payments in C#; PostgreSQL, Redis streams, Kafka. */
export const league: World = {
  id: "league",
  repository: "touchline-games/fantasy",
  files: sources(new URL("./league.txt", import.meta.url)),
  services: [
    {
      name: "roster",
      language: "go",
      paths: ["roster/"],
      replicas: 4,
      ops: [
        {
          name: "GET /squads/{id}",
          ms: 4,
          log: "squad in {contest}",
          steps: [
            step.db(
              "squad",
              "postgresql",
              "squads",
              "SELECT id, picks, captain, chip FROM squads WHERE id = $1",
              4,
              { chance: 0.3 },
            ),
            step.call("points", "scorer", "GET /squads/{id}/points", {
              timeout: 900,
              src: place("roster/internal/squad/scorer.go", "s.client.Do(req)", "squad.(*Scorer).once"),
            }),
          ],
        },
        {
          name: "POST /transfers",
          ms: 5,
          log: "transfer in {contest}",
          steps: [
            step.call("pay", "wallet", "POST /payments", { timeout: 5000 }),
            step.db("exchange", "postgresql", "squads", "UPDATE squads SET picks = $1 WHERE id = $2", 6),
          ],
        },
      ],
    },
    {
      name: "scorer",
      language: "cpp",
      paths: ["scorer/"],
      replicas: 3,
      ops: [
        {
          name: "GET /squads/{id}/points",
          ms: 12,
          steps: [
            step.db(
              "load",
              "postgresql",
              "squads",
              "SELECT picks, captain, chip, league FROM squads WHERE id = $1",
              4,
              {
                src: place("scorer/src/server.cc", "squads_.load", "scorer::Server::score_squad"),
              },
            ),
          ],
        },
        {
          name: "POST /fixtures/{id}",
          ms: 6,
          log: "fixture taken",
          steps: [
            step.ext("feed", "feed.statwire.com", "GET", "/v1/fixtures/", 75, {
              timeout: 3000,
              src: place("scorer/src/server.cc", "feed_.get", "scorer::Server::take_fixture"),
            }),
            step.db(
              "save",
              "postgresql",
              "fixtures",
              "INSERT INTO fixtures (id, points) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET points = $2",
              5,
            ),
            step.send("scored", "kafka", "squad.scored", "live", "process squad.scored"),
          ],
        },
      ],
    },
    {
      name: "live",
      language: "elixir",
      paths: ["live/"],
      replicas: 2,
      ops: [
        {
          name: "process squad.scored",
          ms: 3,
          log: "broadcast {contest}",
          steps: [
            step.ext("push", "push.beamcast.dev", "POST", "/v1/send", 45, {
              timeout: 4000,
              src: place("live/lib/live/push.ex", "Req.post!", "Live.Push.notify/2"),
            }),
          ],
        },
      ],
    },
    {
      name: "wallet",
      language: "csharp",
      paths: ["wallet/"],
      replicas: 2,
      ops: [
        {
          name: "POST /payments",
          ms: 4,
          log: "paid in {contest}",
          steps: [
            step.db(
              "balance",
              "postgresql",
              "balances",
              "SELECT amount FROM balances WHERE manager = @manager",
              3,
            ),
            step.db(
              "write",
              "postgresql",
              "balances",
              "UPDATE balances SET amount = @amount WHERE manager = @manager",
              4,
            ),
            step.ext("audit", "audit.paperlane.io", "POST", "/entries", 55, {
              src: place(
                "wallet/Wallet/AuditClient.cs",
                "http.PostAsJsonAsync",
                "Wallet.AuditClient.RecordAsync",
              ),
            }),
          ],
        },
      ],
    },
  ],
  entries: { "roster|GET /squads/{id}": 7, "roster|POST /transfers": 4, "scorer|POST /fixtures/{id}": 3 },
  attributes: {
    contest: ["premier", "legends", "cupdraft", "juniors"],
    chip: ["benchboost", "none", "tripleup"],
  },
  noise: [
    {
      at: "roster|POST /transfers",
      share: 0.015,
      fail: { type: "Conflict", message: "deadline has passed", status: 409 },
    },
    {
      at: "wallet|POST /payments",
      share: 0.01,
      fail: { type: "Wallet.InsufficientFundsException", message: "m-{n}", status: 402 },
    },
  ],
  extras: changes(new URL("../scenarios/league.txt", import.meta.url))("extras"),
  rename: {
    statwire: ["optiline", "matchdata"],
    beamcast: ["pushwell"],
    paperlane: ["auditory"],
    roster: ["lineup"],
  },
};
