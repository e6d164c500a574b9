/** The stop button is pressed, or cannot be read: the merge was not asked for. */
export class MergesStopped extends Error {
  override name = "MergesStopped";
}
