package reel.planner;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;

/** What an encoder is told. Encoders of the previous release read it too while a deployment is under way. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobMessage(
    @JsonProperty("job") UUID job,
    @JsonProperty("upload") UUID upload,
    @JsonProperty("source") String source,
    @JsonProperty("rungs") List<Rung> rungs,
    @JsonProperty("priority") int priority) {

  /** One step of the ladder. */
  public record Rung(
      @JsonProperty("height") int height,
      @JsonProperty("bitrate_kbps") int bitrateKbps,
      @JsonProperty("codec") String codec) {}
}
