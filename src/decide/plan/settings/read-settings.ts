import { formatOf } from "./format-of.ts";
import { type Setting, SettingsUnread } from "./setting.ts";

/** Longer ones are generated. */
const LONGEST_TEXT = 1_000_000;

/** Every value of a file, or why they cannot be told, as a sentence. */
export function readSettings(path: string, text: string): { settings: Setting[] } | { whyNot: string } {
  const format = formatOf(path);
  if (!format) return { whyNot: `${path} is no YAML, JSON, TOML, .properties or .env file.` };
  if (text.length > LONGEST_TEXT) return { whyNot: `${path} is too long to be edited by its keys.` };
  try {
    return { settings: format.read(text) };
  } catch (error) {
    if (error instanceof SettingsUnread) return { whyNot: `${path} ${error.message}.` };
    throw error;
  }
}
