const LONGEST = 80;

/**
 * What people call a setting, for a title: the last two parts of its path, or the name of the list's element whose value
 * it is. `spec.template.spec.containers[db].env[POOL].value` is `POOL`, `services.quotes.deploy.replicas`
 * `deploy.replicas`. The whole path stands in the summary.
 */
export function nameOfSetting(path: string): string {
  const element = /\[([^[\]]+)\]\.value$/.exec(path)?.[1];
  const parts = path.split(/\.(?![^[]*\])/).slice(-2);
  const name = element !== undefined && !/^\d+$/.test(element) ? element : parts.join(".");
  return name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
}
