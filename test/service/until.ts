/**
 * Looks again and again until something holds. Unlike `expect.poll` it belongs to no test, so that tests may go side by
 * side.
 *
 * @param timeout and interval in milliseconds
 * @throws Error where it does not hold in time
 */
export async function until(timeout: number, interval: number, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + timeout;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come to hold within ${timeout / 1000} s.`);
    await new Promise((again) => setTimeout(again, interval));
  }
}
