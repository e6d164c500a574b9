import type { Random } from "../unseen/random.ts";
import type { Language } from "../unseen/scenario.ts";

/** What the framework of a language logs where a request failed. */
const failures: Record<Language, (op: string, type: string, message: string) => string> = {
  typescript: (op, type, message) =>
    `[${op}] ${type}: ${message} {"level":50,"reqId":"${(op.length * 7919).toString(36)}"}`,
  python: (op, type, message) =>
    op.startsWith("process")
      ? `Task ${op.slice(8)} raised unexpected: ${type}('${message}')`
      : `Internal Server Error: ${op.split(" ")[1] ?? op} ${type}: ${message}`,
  go: (op, _type, message) => `level=ERROR msg="handler returned error" route="${op}" error="${message}"`,
  java: (op, type, message) =>
    `Resolved [${type}: ${message}] for ${op}, dispatcherServlet threw with root cause`,
  kotlin: (op, type, message) => `Unhandled: ${op} - ${type}: ${message}`,
  scala: (op, type, message) => `Error servicing request: ${op}: ${type}: ${message}`,
  ruby: (op, type, message) => `[${op}] ${type} (${message}):`,
  csharp: (op, type, message) => `HTTP ${op} responded with an unhandled exception. ${type}: ${message}`,
  php: (op, type, message) =>
    `request.CRITICAL: Uncaught PHP Exception ${type}: "${message}" {"route":"${op}"}`,
  rust: (op, _type, message) =>
    `request{route="${op}"}: response failed classification="Status code: 500" error="${message}"`,
  elixir: (op, type, message) => `${op} Sent 500: ** (${type.replace(/^Elixir\./, "")}) ${message}`,
  cpp: (op, _type, message) => `[error] [session.cpp] ${op}: ${message}`,
};

/** What a process says all day. */
const chatter: Record<Language, readonly string[]> = {
  typescript: [
    "GET /livez 200 0.8 ms",
    "refreshed feature snapshot, 41 keys",
    "keep-alive sockets: 22 free, 3 busy",
  ],
  python: [
    "GET /livez HTTP/1.1 200 OK",
    "Worker exiting (max requests reached)",
    "beat: scheduler synchronised",
  ],
  go: [
    'level=INFO msg="probe ok"',
    'level=INFO msg="lease renewed" ttl=15s',
    'level=INFO msg="reloaded nothing, etag unchanged"',
  ],
  java: [
    "HikariPool-1 - Keepalive: total=12, idle=11",
    "Completed initialization in 1 ms",
    "Discovered 3 group members",
  ],
  kotlin: ["200 OK: GET - /livez in 0ms", "Heartbeat sent to coordinator", "Config watch: no change"],
  scala: ["GET /livez returned 200", "Metadata refreshed in 4 ms", "shard routing table version 511"],
  ruby: [
    "method=GET path=/up status=200 duration=1.22",
    "Puma stats: backlog 0, running 5",
    "Performed PruneJob in 12.4ms",
  ],
  csharp: [
    "Executed endpoint 'Health checks'",
    "Lease renewed for host",
    "Executed DbCommand (1ms) SELECT 1",
  ],
  php: ["app.INFO: probe ok", "messenger.INFO: waiting for messages", "doctrine.DEBUG: connected"],
  rust: ["probe ok", "flushed 512 rows in 3ms", "config generation 77 unchanged"],
  elixir: ["GET /livez Sent 200 in 212µs", "[libcluster] nodes unchanged", "Oban: queues healthy"],
  cpp: ["[info] heartbeat ok", "[info] book snapshot written", "[debug] 0 sessions idle"],
};

/** The line that the framework of a language logs where a request failed. */
export function failureLine(language: Language, op: string, type: string, message: string): string {
  return failures[language](op, type, message);
}

/** What a process says all day. */
export function chatterLine(language: Language, random: Random): string {
  return random.pick(chatter[language]);
}
