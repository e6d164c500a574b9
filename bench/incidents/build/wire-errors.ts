import type { Language } from "../definition.ts";

export type WireError = "refused" | "timeout" | "status";

/** How a client of each language tells that the other side refused it, was too slow, or answered with a failure. */
export function wireError(
  language: Language,
  kind: WireError,
  peer: string,
  status: number,
): { type: string; message: string } {
  const [type, message] = TOLD[language][kind];
  return { type, message: message.replaceAll("PEER", peer).replaceAll("STATUS", String(status)) };
}

const TOLD: Readonly<Record<Language, Readonly<Record<WireError, readonly [string, string]>>>> = {
  node: {
    refused: ["Error", "connect ECONNREFUSED PEER"],
    timeout: ["TimeoutError", "The operation was aborted due to timeout"],
    status: ["UpstreamError", "PEER answered STATUS"],
  },
  python: {
    refused: [
      "requests.exceptions.ConnectionError",
      "HTTPConnectionPool(host='PEER'): Max retries exceeded (Caused by NewConnectionError: [Errno 111] Connection refused)",
    ],
    timeout: ["requests.exceptions.ReadTimeout", "HTTPConnectionPool(host='PEER'): Read timed out."],
    status: ["requests.exceptions.HTTPError", "STATUS Server Error for url: http://PEER/"],
  },
  go: {
    refused: ["*net.OpError", "dial tcp PEER: connect: connection refused"],
    timeout: [
      "context.deadlineExceededError",
      "context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
    ],
    status: ["*errors.errorString", "PEER: unexpected status STATUS"],
  },
  java: {
    refused: ["java.net.ConnectException", "Connection refused: PEER"],
    timeout: ["java.net.SocketTimeoutException", "Read timed out"],
    status: ["org.springframework.web.client.HttpServerErrorException", "STATUS on request to http://PEER"],
  },
  ruby: {
    refused: ["Faraday::ConnectionFailed", "Failed to open TCP connection to PEER (Connection refused)"],
    timeout: ["Faraday::TimeoutError", "Net::ReadTimeout with PEER"],
    status: ["Faraday::ServerError", "the server PEER responded with status STATUS"],
  },
  dotnet: {
    refused: ["System.Net.Http.HttpRequestException", "Connection refused (PEER)"],
    timeout: [
      "System.Threading.Tasks.TaskCanceledException",
      "The request was canceled due to the configured HttpClient.Timeout elapsing.",
    ],
    status: [
      "System.Net.Http.HttpRequestException",
      "Response status code does not indicate success: STATUS (PEER).",
    ],
  },
  php: {
    refused: [
      "GuzzleHttp\\Exception\\ConnectException",
      "cURL error 7: Failed to connect to PEER: Connection refused",
    ],
    timeout: [
      "GuzzleHttp\\Exception\\ConnectException",
      "cURL error 28: Operation timed out for http://PEER",
    ],
    status: [
      "GuzzleHttp\\Exception\\ServerException",
      "Server error: `http://PEER` resulted in a `STATUS` response",
    ],
  },
};
