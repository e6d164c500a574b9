import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

/** A game's lobby: rooms in Elixir, the matcher in Rust, inventories in Go, fair play in Python, accounts of another team. */
export const lobby: World = {
  id: "lobby",
  repository: "tavern/lobby",
  files: sources(new URL("lobby.txt", import.meta.url)),
  services: [
    {
      name: "rooms",
      language: "elixir",
      paths: ["rooms/"],
      replicas: 3,
      ops: [
        {
          name: "POST /rooms/:room/join",
          ms: 3,
          steps: [
            step.call("profile", "accounts", "GET /profiles/{id}", {
              timeout: 1500,
              onFail: {
                type: "Elixir.Tesla.Error",
                message: "GET http://accounts:8080/profiles failed: :timeout",
                status: 502,
                frames: [
                  place("rooms/lib/rooms/accounts.ex", "Tesla.get!(client()", "Rooms.Accounts.profile!/1"),
                  place(
                    "rooms/lib/rooms_web/controllers/room_controller.ex",
                    "Accounts.profile!(player)",
                    "RoomsWeb.RoomController.join/2",
                  ),
                ],
              },
            }),
          ],
        },
        {
          name: "POST /queue",
          ms: 3,
          steps: [
            step.call("ticket", "matcher", "POST /tickets", {
              timeout: 2500,
              src: place("rooms/lib/rooms/matcher.ex", "Tesla.post!", "Rooms.Matcher.enqueue!/3"),
            }),
          ],
        },
      ],
    },
    {
      name: "matcher",
      language: "rust",
      paths: ["matcher/"],
      replicas: 3,
      ops: [
        {
          name: "POST /tickets",
          ms: 1,
          steps: [
            step.db(
              "rating",
              "postgresql",
              "ratings",
              "SELECT value, deviation FROM ratings WHERE player = $1",
              2,
              {
                src: place(
                  "matcher/src/store.rs",
                  ".fetch_optional(&self.pool)",
                  "matcher::store::Store::rating",
                ),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "inventory",
      language: "go",
      paths: ["inventory/"],
      replicas: 3,
      ops: [
        {
          name: "GET /players/{player}/items",
          ms: 2,
          steps: [
            step.db(
              "items",
              "postgresql",
              "items",
              "SELECT id, kind, equipped FROM items WHERE player = $1",
              4,
              {
                src: place(
                  "inventory/internal/items/rows.go",
                  "s.db.QueryContext",
                  "tavern.example/inventory/internal/items.(*Rows).Of",
                ),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "fairplay",
      language: "python",
      paths: ["fairplay/"],
      replicas: 3,
      ops: [
        {
          name: "POST /lines",
          ms: 3,
          steps: [
            step.work("judge", "verdict", 1.5, {
              src: place("fairplay/fairplay/chat.py", "def verdict", "verdict"),
            }),
          ],
        },
      ],
    },
    {
      name: "accounts",
      language: "kotlin",
      paths: [],
      replicas: 3,
      ops: [
        {
          name: "GET /profiles/{id}",
          ms: 5,
          steps: [
            step.db(
              "profile",
              "postgresql",
              "profiles",
              "SELECT id, display_name, region FROM profiles WHERE id = ?",
              4,
            ),
          ],
        },
      ],
    },
  ],
  entries: {
    "rooms|POST /rooms/:room/join": 6,
    "rooms|POST /queue": 6,
    "inventory|GET /players/{player}/items": 7,
    "fairplay|POST /lines": 7,
  },
  attributes: {
    mode: ["duel", "squad", "ranked"],
    "game.region": ["eu-west", "us-east", "sa-south"],
    "client.build": ["1.44.0", "1.44.2", "1.43.7"],
  },
  noise: [
    {
      at: "fairplay|POST /lines",
      share: 0.01,
      fail: { type: "HTTPException", message: "422: line is too long", status: 422 },
    },
    {
      at: "rooms|POST /rooms/:room/join",
      share: 0.005,
      fail: {
        type: "Elixir.Phoenix.ActionClauseError",
        message: "no function clause matching in RoomsWeb.RoomController.join/2",
        status: 400,
      },
    },
  ],
  extras: changes(new URL("../scenarios/lobby.txt", import.meta.url))("extras"),
  rename: {
    fairplay: ["goodsport", "chatward"],
    "sa-south": ["ap-tokyo"],
    tavern: ["alehouse"],
    ranked: ["ladder"],
  },
};
