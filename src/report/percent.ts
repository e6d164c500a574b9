/** A probability for people: never 100 %, nor 0 %, which nobody knows. */
export function percent(probability: number): string {
  if (probability > 0.999) return "> 99.9 %";
  if (probability < 0.001) return "< 0.1 %";
  const value = probability * 100;
  return `${Number(value.toFixed(value >= 99 || value < 10 ? 1 : 0))} %`;
}
