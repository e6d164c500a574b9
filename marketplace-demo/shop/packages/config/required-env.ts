/** The value of an environment variable that a service cannot run without. */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; see "Running it" in README.md`);
  return value;
}
