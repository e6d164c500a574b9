import type { RepositoryName } from "../contracts/repository.ts";
import type { AppInstallations } from "./app-installations.ts";
import type { Client } from "./create-client.ts";
import { narrowPermissions, type WantedPermissions } from "./narrow-permissions.ts";

type Request = ((options: object) => Promise<unknown>) & { endpoint: { merge(...parts: unknown[]): object } };

/**
 * An Octokit authentication strategy: each request carries an installation token that opens this one
 * repository with these permissions and nothing else. Octokit's App strategy keeps the token until shortly
 * before its end; a 401 (revoked, or permissions changed) fetches a new one, once.
 */
export function narrowedToken(
  app: Client,
  installations: AppInstallations,
  repository: RepositoryName,
  wanted: WantedPermissions,
) {
  async function token(refresh: boolean): Promise<string> {
    if (refresh) installations.forget(repository);
    const { id, permissions } = await installations.of(repository);
    const answer = (await app.auth({
      type: "installation",
      installationId: id,
      repositoryNames: [repository.split("/")[1]],
      permissions: narrowPermissions(wanted, permissions, repository),
      refresh,
    })) as { token: string };
    return answer.token;
  }

  return () =>
    Object.assign(async () => ({ type: "token", token: await token(false) }), {
      async hook(request: Request, route: unknown, parameters?: unknown): Promise<unknown> {
        const send = async (refresh: boolean) => {
          const options = request.endpoint.merge(route, parameters) as { headers: Record<string, string> };
          options.headers.authorization = `token ${await token(refresh)}`;
          return await request(options);
        };
        try {
          return await send(false);
        } catch (error) {
          if ((error as { status?: number }).status !== 401) throw error;
          return await send(true);
        }
      },
    });
}
