export const claimKinds = {
  motor: ["collision", "windscreen", "theft", "vandalism"],
  home: ["water", "storm", "theft", "fire"],
} as const;

export type ClaimKind = (typeof claimKinds)["motor" | "home"][number];
export type ClaimStatus = "open" | "settled" | "declined" | "referred";

/** A claim as its holder sees it. Money is in pence. */
export type Claim = {
  number: string;
  policy: string;
  product: "motor" | "home";
  kind: ClaimKind | null;
  description: string | null;
  lostOn: string | null;
  lodgedOn: string;
  status: ClaimStatus;
  amountPence: number;
  reason: string | null;
  paidPence: number | null;
};
