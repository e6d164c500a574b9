/** The panel: who sells through us. `level` is where the carrier prices against the market; `livePrices` that it does so itself. */
export const carriers = [
  { id: "alder", name: "Alder Mutual", strapline: "Owned by the people it insures since 1884", level: 1.04 },
  { id: "beacon", name: "Beacon Direct", strapline: "Straightforward cover, fair claims", level: 0.97 },
  { id: "corvid", name: "Corvid", strapline: "Cover for careful people", level: 0.93 },
  {
    id: "dunmore",
    name: "Dunmore & Hale",
    strapline: "A named adviser for every claim",
    level: 1.12,
    livePrices: true,
  },
  { id: "estuary", name: "Estuary", strapline: "Insurance in plain English", level: 1.0 },
  {
    id: "firth",
    name: "Firth General",
    strapline: "Large enough to pay, small enough to answer",
    level: 1.01,
  },
] as const;
