import { readSettings } from "./read-settings.ts";
import type { Setting } from "./setting.ts";

/**
 * The text with one value's own text replaced, and nothing else: no other byte is touched, and read again, every other
 * value must be what it was. Null where one is not, or where the value did not become what was wanted.
 */
export function replaceSetting(
  path: string,
  text: string,
  setting: Setting,
  source: string,
  wanted: Setting["value"],
): string | null {
  if (!setting.range) return null;
  const made = text.slice(0, setting.range[0]) + source + text.slice(setting.range[1]);
  const [before, after] = [readSettings(path, text), readSettings(path, made)];
  if (!("settings" in before) || !("settings" in after)) return null;
  if (before.settings.length !== after.settings.length) return null;
  const own = JSON.stringify(setting.path);
  const same = before.settings.every((was, i) => {
    const is = after.settings[i];
    if (!is || JSON.stringify(was.path) !== JSON.stringify(is.path)) return false;
    return Object.is(is.value, JSON.stringify(was.path) === own ? wanted : was.value);
  });
  return same ? made : null;
}
