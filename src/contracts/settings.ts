import { z } from "zod";
import { RepositoryName } from "./repository.ts";

/** Who we are to GitHub. */
export const Credentials = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("app"),
    appId: z.string(),
    privateKey: z.string(),
    webhookSecret: z.string().min(1),
  }),
  z.object({
    kind: z.literal("token"),
    token: z.string(),
    repository: RepositoryName,
    webhookSecret: z.string().optional(),
  }),
  /** The token that a workflow's job is given, or one of an App that it asked for. */
  z.object({
    kind: z.literal("job"),
    token: z.string().min(1),
    repository: RepositoryName,
    webhookSecret: z.undefined().optional(),
  }),
]);
export type Credentials = z.infer<typeof Credentials>;

/** A secret that an alert source signs with, and the closed set of repositories that it speaks for. */
export const AlertSecret = z.object({
  repositories: z.array(RepositoryName).min(1),
  secret: z.string().min(1),
});
export type AlertSecret = z.infer<typeof AlertSecret>;

/** A model behind an OpenAI-compatible endpoint. */
export const ModelSettings = z.object({
  apiKey: z.string().min(1),
  /** Root of the API, such as https://api.openai.com/v1; without a slash at its end. */
  baseUrl: z.url(),
  model: z.string().min(1).max(200),
});
export type ModelSettings = z.infer<typeof ModelSettings>;

/** Which bus carries what was acknowledged; the one in the process steps in where another is away. */
export const BusSettings = z.discriminatedUnion("home", [
  z.object({ home: z.literal("local") }),
  z.object({ home: z.literal("redis"), url: z.string() }),
  z.object({ home: z.literal("kafka"), brokers: z.array(z.string()) }),
]);
export type BusSettings = z.infer<typeof BusSettings>;

/** The App as an OAuth client, by which people sign in to the monitor. */
export const SignInSettings = z.object({
  clientId: z.string().min(1),
  clientSecret: z.string().min(20),
  /** Where the monitor is, for an App with several callback URLs; GitHub takes the first one otherwise. */
  url: z.url().optional(),
});
export type SignInSettings = z.infer<typeof SignInSettings>;

/** The environment, checked, with its defaults. src/config makes it. */
export const Settings = z.object({
  credentials: Credentials.nullable(),
  /** REST root, such as https://api.github.com or http://127.0.0.1:3000/api/v3. */
  githubApiUrl: z.url(),
  /** For links that people follow. */
  githubWebUrl: z.url(),
  /** Off only against a GitHub on loopback, where spacing writes a second apart serves nobody. */
  githubThrottle: z.boolean(),
  port: z.number().int(),
  /** Loopback unless told otherwise where there are no credentials. */
  host: z.string(),
  dataDir: z.string(),
  ingestSecret: z.string(),
  /** Several for one source while one is replaced by another. */
  alertSecrets: z.object({ sentry: z.array(AlertSecret), pagerduty: z.array(AlertSecret) }),
  /** Null where there is no key: Brain then reasons without a model. */
  model: ModelSettings.nullable(),
  /** Somebody else's Chroma; without it one of our own is started once there is something to remember. */
  chromaUrl: z.url().optional(),
  bus: BusSettings,
  /** State that several workers share, in PostgreSQL; without it one worker keeps its own in `dataDir`. */
  databaseUrl: z.string().optional(),
  /** The operator's stop button: from the start (`SRE_STOP`), or while that file exists. */
  stop: z.object({ always: z.boolean(), file: z.string() }),
  monitorPassword: z.string().optional(),
  signIn: SignInSettings.optional(),
  memoryLimitMb: z.number().positive(),
  logLevel: z.enum(["debug", "info", "warn", "error"]),
});
export type Settings = z.infer<typeof Settings>;

/** What a monitor needs that runs apart from every worker. */
export type MonitorSettings = Pick<
  Settings,
  "githubApiUrl" | "githubWebUrl" | "githubThrottle" | "port" | "host" | "monitorPassword" | "signIn"
> & { databaseUrl: string };
