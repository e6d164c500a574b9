const HERE = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0|\[::\])$/i;

/** Whether an endpoint is a port of this machine. What is no URL points nowhere. */
export function pointsAt(endpoint: string, port: number): boolean {
  if (!URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  const theirs = url.port || (url.protocol === "https:" ? "443" : "80");
  return HERE.test(url.hostname) && Number(theirs) === port;
}
