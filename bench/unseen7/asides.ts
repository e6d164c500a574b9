import type { Aside } from "../judging-set/with-asides.ts";

/** What else happens in a system on any day, and has nothing to do with what fails in it. */
export const asides: Record<string, readonly Aside[]> = {
  baggage: [
    { kind: "operation", text: "belt 7 stopped for cleaning" },
    { kind: "feature_flag", service: "tag-desk", text: "kiosk_large_print: pier-c 0% -> 50%" },
    { kind: "status", text: "Airport wifi: guests in the north hall cannot log in" },
    { kind: "config", text: "topic bags.archive: retention 30d -> 90d" },
  ],
  gavel: [
    { kind: "feature_flag", service: "salesroom", text: "dark_catalogue: 5% -> 20%" },
    { kind: "operation", text: "photo archive of 2019 moved to the cold bucket" },
    { kind: "status", text: "Courier partner: collections in Lyon are late" },
    { kind: "data", service: "catalogue", text: "estimates of sale 4502 corrected by the specialist" },
  ],
  bikes: [
    { kind: "operation", text: "van 3 of Leuven out of service" },
    { kind: "feature_flag", service: "rides", text: "group_rides: utrecht 0% -> 5%" },
    { kind: "status", text: "Weather partner: radar pictures are twenty minutes old" },
    { kind: "config", text: "tiles of the map: cache 1d -> 7d" },
  ],
  payroll: [
    { kind: "operation", text: "archive of payslips 2017 moved to tape" },
    { kind: "feature_flag", service: "portal", text: "new_avatar: 10% -> 100% of tenants" },
    { kind: "status", text: "Postal partner: printed payslips leave a day late" },
    { kind: "data", text: "public holidays of next year loaded for nine countries" },
  ],
  photobook: [
    { kind: "operation", text: "press 4 calibrated" },
    { kind: "feature_flag", service: "studio", text: "sticker_pack: de 0% -> 10%" },
    { kind: "status", text: "Parcel partner: tracking pages load slowly" },
    { kind: "config", text: "newsletter: sending window moved to the evening" },
  ],
  adx: [
    { kind: "feature_flag", service: "console", text: "new_charts: internal -> 10% of accounts" },
    { kind: "operation", text: "warehouse: partitions of 2024 compacted" },
    { kind: "status", text: "Measurement partner: reports of yesterday are late" },
    { kind: "config", text: "topic audit: retention 14d -> 30d" },
  ],
  registrar: [
    { kind: "status", text: "Registry of .museum: whois maintenance on Sunday" },
    { kind: "feature_flag", service: "panel", text: "bulk_rename: resellers 5% -> 25%" },
    { kind: "operation", text: "zone archive copied to the second site" },
    { kind: "data", text: "price list of promotions of next month staged" },
  ],
  subtitles: [
    { kind: "operation", text: "training bucket moved to infrequent access" },
    { kind: "feature_flag", service: "editor", text: "waveform_colours: 10% -> 50%" },
    { kind: "status", text: "Calendar partner: invitations are delayed" },
    { kind: "config", text: "dashboards: default range 3h -> 6h" },
  ],
};
