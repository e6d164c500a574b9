import type { Edit } from "../edit.ts";
import { settingsOf } from "../settings-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

/** Keys of a configuration file that are gone: whoever reads them finds nothing. */
export function configurationKeys(edit: Edit): ClassifiedChange[] {
  const nested = /\.ya?ml$/.test(edit.path);
  const { gone, come } = shift(edit, (side) =>
    settingsOf(side, nested).map((setting) => ({ key: setting.name, token: setting.token })),
  );
  if (gone.length > 0) return found(edit, "configuration key changed", come.length > 0 ? come : gone);
  return come.length > 0 ? found(edit, "setting changed", come) : [];
}
