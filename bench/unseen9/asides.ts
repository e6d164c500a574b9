import type { Aside } from "../judging-set/with-asides.ts";

/** What else happens in a system on any day, and has nothing to do with what fails in it. */
export const asides: Record<string, readonly Aside[]> = {
  quay: [
    { kind: "operation", text: "crane 3 greased, back at work" },
    { kind: "feature_flag", service: "gatehouse", text: "lane_camera_preview: lane 9 -> lanes 7 to 9" },
    { kind: "status", text: "Weather bureau: wind forecasts come every two hours today" },
    { kind: "config", text: "object lifecycle of gate pictures: 30d -> 45d" },
  ],
  volt: [
    { kind: "status", text: "Map provider: satellite layer is slow" },
    { kind: "operation", text: "charger DE-HH-0119 swapped by the field team" },
    { kind: "feature_flag", service: "drivers", text: "dark_map: 10% -> 25%" },
    { kind: "config", text: "retention of meter archive: 18 months -> 24 months" },
  ],
  larder: [
    { kind: "operation", text: "printer of packing line 4 replaced" },
    { kind: "feature_flag", service: "shopfront", text: "recipe_videos: 5% -> 15%" },
    { kind: "status", text: "Newsletter provider: reports of opens are late" },
    { kind: "data", text: "photos of the autumn recipes uploaded" },
  ],
  furrow: [
    { kind: "operation", text: "gateway of farm 311 moved to another mast" },
    { kind: "feature_flag", service: "console", text: "soil_heatmap: beta -> 20% of farms" },
    { kind: "status", text: "SMS provider: delivery receipts for Peru are missing" },
    { kind: "config", text: "backup window: 02:00 -> 03:30" },
  ],
  arena: [
    { kind: "feature_flag", service: "lobby", text: "winter_banner: off -> 50%" },
    { kind: "operation", text: "replays of season 3 moved to cold storage" },
    { kind: "status", text: "Chat moderation partner: weekly report is late" },
    { kind: "data", text: "names of next season's cosmetics loaded" },
  ],
  seal: [
    { kind: "status", text: "Postal partner: scans of letters arrive a day late" },
    { kind: "operation", text: "old archive volume 12 detached" },
    { kind: "feature_flag", service: "desk", text: "compact_list: 30% -> 60% of tenants" },
    { kind: "config", text: "dashboards: refresh every 30 s -> every 60 s" },
  ],
  pike: [
    { kind: "operation", text: "gantry A7-031 lens cleaned" },
    { kind: "status", text: "Call centre: waiting times above ten minutes" },
    { kind: "feature_flag", service: "accounts", text: "pdf_statement_v2: staff -> 5%" },
    { kind: "config", text: "topic passages.audit: retention 7d -> 14d" },
  ],
};
