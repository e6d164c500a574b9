/** What a claim is read from; `c` are the claims and `p` the policies. */
export const claimColumns = `c.number, c.policy_number as policy, p.product, c.kind, c.description, c.lost_on as "lostOn",
  c.lodged_on as "lodgedOn", c.status, c.amount_pence as "amountPence", c.reason, c.paid_pence as "paidPence"`;
