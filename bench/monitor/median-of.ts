/** @throws RangeError where there is nothing to take the median of */
export function medianOf(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new RangeError("There is no median of nothing.");
  return middle;
}
