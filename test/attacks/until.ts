/** On a loaded machine everything takes its time; nothing here is about speed. */
const PATIENCE_MS = 60_000;

/** Waits until that holds; what it was instead is told by `said`. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  said: () => unknown = () => holds.toString(),
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It never came to hold: ${await said()}`);
    await new Promise((again) => setTimeout(again, 30));
  }
}
