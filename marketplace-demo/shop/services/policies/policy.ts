/** A policy as it is shown to its holder. Money is in pence. */
export type Policy = {
  number: string;
  customer: string;
  carrier: string;
  carrierName: string;
  product: "motor" | "home";
  annualPence: number;
  coverStart: string;
  coverEnd: string;
  renewedFrom: string | null;
};
