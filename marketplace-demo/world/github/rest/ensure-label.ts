import type { Label, Repository, State } from "../state.ts";

/** GitHub's colour of a label that came into being by being put on an issue. */
const DEFAULT_COLOR = "ededed";

/** The label of a name (case does not matter), made when the repository has none. */
export function ensureLabel(state: State, repository: Repository, name: string): Label {
  const known = repository.labels.get(name.toLowerCase());
  if (known) return known;
  const label: Label = { id: ++state.lastId, name, color: DEFAULT_COLOR, description: null, default: false };
  repository.labels.set(name.toLowerCase(), label);
  return label;
}
