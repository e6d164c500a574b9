package reel.planner;

import java.time.Duration;
import java.util.UUID;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Asks the rights clearing house whether a master may be published. Its token comes from a mounted secret. */
@Component
public class RightsClient {

  private final RestClient http;
  private final TokenFile token;

  public RightsClient(RestClient.Builder builder, TokenFile token) {
    this.http = builder.baseUrl("https://api.clearmark.example").build();
    this.token = token;
  }

  public void check(UUID upload) {
    RightsAnswer answer =
        http.get()
            .uri("/v1/claims/{upload}", upload)
            .header("Authorization", "Bearer " + token.read())
            .retrieve()
            .onStatus(
                HttpStatusCode::isError,
                (request, response) -> {
                  throw new RightsException(response.getStatusCode().value(), new String(response.getBody().readAllBytes()));
                })
            .body(RightsAnswer.class);
    if (answer != null && answer.blocked()) {
      throw new BlockedByRightsException(upload, answer.owner());
    }
  }

  /** How long one waits for an answer. */
  static Duration patience() {
    return Duration.ofSeconds(3);
  }

  record RightsAnswer(boolean blocked, String owner) {}
}
