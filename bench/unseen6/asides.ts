import type { Aside } from "../judging-set/with-asides.ts";

/** What else happens in a system on any day, and has nothing to do with what fails in it. */
export const asides: Record<string, readonly Aside[]> = {
  ferry: [
    { kind: "status", text: "Postfield: statistics of opened mails are delayed, delivery is not affected" },
    { kind: "feature_flag", service: "mobile-bff", text: "seatMapForCrew: 0% -> 5% of the crew's tablets" },
    { kind: "data", service: "fares", text: "tariff import winter staged, valid from October" },
    { kind: "operation", text: "reporting replica ferry-ro-2 resized" },
  ],
  lab: [
    { kind: "maintenance", text: "reporting warehouse offline for its weekly load" },
    { kind: "config", text: "topic audit.archive: retention 7d -> 14d" },
    { kind: "feature_flag", service: "portal", text: "new_colours: 10% -> 25% of wards" },
    { kind: "status", text: "label printers, floor 3: paper out" },
  ],
  meters: [
    { kind: "operation", text: "staging cluster of ClickHouse rebuilt from last night's backup" },
    { kind: "feature_flag", service: "sessions", text: "dark_mode: 50% -> 100%" },
    { kind: "status", text: "Weather service: forecasts of day 8 and later are delayed" },
    { kind: "config", service: "billing", text: "logo on invoices replaced" },
  ],
  press: [
    { kind: "status", text: "Fonts provider: scheduled maintenance of the dashboard tonight" },
    { kind: "feature_flag", service: "edge", text: "newsletter_box: variant B 20% -> 40%" },
    { kind: "operation", text: "archive bucket moved to a colder storage class" },
    { kind: "data", service: "cms", text: "crossword 4411 published" },
  ],
  league: [
    { kind: "feature_flag", service: "live", text: "confetti: off -> 1%" },
    { kind: "operation", text: "season archive 2024 exported to cold storage" },
    { kind: "status", text: "App store: review times are longer than usual" },
    { kind: "config", text: "topic clickstream: partitions 6 -> 12" },
  ],
  claims: [
    { kind: "operation", text: "nightly export to the reinsurer started late" },
    { kind: "status", text: "Fax gateway: degraded" },
    { kind: "feature_flag", service: "claims-web", text: "chat_bubble: brokers only -> off" },
    { kind: "data", text: "postcode directory updated (31 new)" },
  ],
  freight: [
    { kind: "maintenance", text: "build cache moved to another volume" },
    { kind: "data", service: "planner", text: "public holidays of 2028 loaded" },
    { kind: "feature_flag", service: "docks", text: "gate_colours: 25% -> 50%" },
    { kind: "status", text: "Vessel positions: feed of the Baltic delayed by ten minutes" },
  ],
  stream: [
    { kind: "feature_flag", service: "play-api", text: "lyrics_tab: jp 10% -> 100%" },
    { kind: "operation", text: "training run ranker-nightly moved to the spot pool" },
    { kind: "status", text: "Charts partner: yesterday's charts are late" },
    { kind: "config", text: "dashboards: retention 30d -> 60d" },
  ],
  dining: [
    { kind: "status", text: "Maps tiles provider: style editor unavailable" },
    { kind: "feature_flag", service: "orders", text: "tip_presets: leeds 50% -> 100%" },
    { kind: "data", service: "menus", text: "photos of 212 dishes replaced" },
    { kind: "operation", text: "analytics cluster scaled to zero for the night" },
  ],
  bank: [
    { kind: "status", text: "Card printing: dispatch takes two days longer" },
    { kind: "feature_flag", service: "accounts", text: "avatar_upload: employees -> 5%" },
    { kind: "operation", text: "disaster recovery exercise: read-only copy restored in the second site" },
    { kind: "maintenance", text: "HR portal upgraded" },
  ],
};
