const format = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });

/** Pence as people read them: `123456` is "£1,234.56". */
export function pounds(pence: number): string {
  return format.format(pence / 100);
}
