import type { Aside } from "../judging-set/with-asides.ts";

/** What else happens in a system on any day, and has nothing to do with what fails in it. */
export const asides: Record<string, readonly Aside[]> = {
  harbor: [
    { kind: "operation", text: "crane 5 out of service for its yearly test" },
    { kind: "feature_flag", service: "portal", text: "dark_board: planners 10% -> 40%" },
    { kind: "status", text: "Weather partner: wind forecasts are late" },
    { kind: "config", text: "topic gate.photos: retention 7d -> 14d" },
  ],
  mealkit: [
    { kind: "feature_flag", service: "shop", text: "recipe_videos: 5% -> 25%" },
    { kind: "operation", text: "packing line 2 cleaned" },
    { kind: "status", text: "Newsletter partner: open rates are not counted" },
    { kind: "data", service: "shop", text: "pictures of week 48 uploaded" },
  ],
  esim: [
    { kind: "status", text: "Support desk partner: chat transcripts are delayed" },
    { kind: "feature_flag", service: "app-api", text: "referral_banner: 20% -> 60%" },
    { kind: "operation", text: "archive of call records 2023 moved to cold storage" },
    { kind: "config", text: "dashboards: default range 1h -> 3h" },
  ],
  signet: [
    { kind: "feature_flag", service: "web", text: "signature_fonts: trial accounts 0% -> 50%" },
    { kind: "operation", text: "audit archive copied to the second region" },
    { kind: "status", text: "Fax partner: deliveries to Brazil are late" },
    { kind: "config", text: "marketing pages: cache 1h -> 6h" },
  ],
  solar: [
    { kind: "operation", text: "warehouse: partitions of 2024 merged" },
    { kind: "feature_flag", service: "app", text: "night_mode_chart: beta -> 10%" },
    { kind: "status", text: "Map partner: satellite pictures of May are missing" },
    { kind: "data", text: "postcodes of grid operators updated" },
  ],
  lingo: [
    { kind: "feature_flag", service: "site", text: "new_invoice_layout: internal -> 5%" },
    { kind: "status", text: "Payout partner: bank transfers take a day longer" },
    { kind: "operation", text: "glossary backups moved to another bucket" },
    { kind: "config", text: "translators' newsletter: weekly -> monthly" },
  ],
  podium: [
    { kind: "operation", text: "waveform images of 2022 deleted" },
    { kind: "feature_flag", service: "studio", text: "chapter_art: creators 10% -> 30%" },
    { kind: "status", text: "Merchandise partner: stock levels are a day old" },
    { kind: "config", text: "topic plays.archive: retention 30d -> 60d" },
  ],
};
