/** One value of a configuration file, and where it stands in its text. */
export interface Setting {
  /** From the root: keys, and elements of lists by their place. The document's place goes before in YAML. */
  path: readonly (string | number)[];
  /** What people call it: `pool.max`, `containers[quotes].image` and `containers[0].image`. */
  names: readonly string[];
  value: string | number | boolean | null;
  /** Offsets of the value's own text, its quotes included; null where it cannot be replaced by itself. */
  range: readonly [number, number] | null;
  /** Of the value's beginning, from 1. */
  line: number;
  /** `Kind/name` of the document, where it says so, as Kubernetes' do. */
  document: string | null;
}

/** A kind of configuration file. */
export interface Format {
  name: string;
  /** Every value, in the order in which they stand. @throws SettingsUnread where the text is none of that format */
  read(text: string): Setting[];
  /**
   * The text for a value, in the manner of the text that stands there (its quotes); null where the format cannot say it.
   * @param source what stands there
   */
  write(value: string | number | boolean, source: string): string | null;
}

/** The text cannot be read value by value. The message says why, as the end of a sentence that begins with the path. */
export class SettingsUnread extends Error {
  override name = "SettingsUnread";
}
