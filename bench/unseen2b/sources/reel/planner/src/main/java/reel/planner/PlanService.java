package reel.planner;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reel.planner.JobMessage.Rung;

/** Turns an upload into jobs, one for each rung of its ladder that the master can feed. */
@Service
public class PlanService {

  private static final Logger log = LoggerFactory.getLogger(PlanService.class);

  private static final Map<String, List<Rung>> LADDERS =
      Map.of(
          "mobile", List.of(new Rung(360, 700, "h264"), new Rung(540, 1400, "h264")),
          "web", List.of(new Rung(540, 1400, "h264"), new Rung(720, 2800, "h264"), new Rung(1080, 5200, "h264")),
          "broadcast", List.of(new Rung(1080, 12000, "hevc"), new Rung(2160, 32000, "hevc")));

  private final JdbcClient db;
  private final RabbitTemplate rabbit;
  private final RightsClient rights;

  public PlanService(JdbcClient db, RabbitTemplate rabbit, RightsClient rights) {
    this.db = db;
    this.rabbit = rabbit;
    this.rights = rights;
  }

  @Transactional
  public Plan plan(PlanRequest request) {
    List<Rung> rungs = LADDERS.get(request.ladder());
    if (rungs == null) {
      throw new UnknownLadderException(request.ladder());
    }
    rights.check(request.upload());
    UUID job = UUID.randomUUID();
    db.sql("INSERT INTO jobs (id, upload, ladder, state) VALUES (?, ?, ?, 'queued')")
        .params(job, request.upload(), request.ladder())
        .update();
    String source = "masters/" + request.upload() + "." + request.container();
    JobMessage message = new JobMessage(job, request.upload(), source, rungs, priorityOf(request));
    rabbit.convertAndSend("encode", "encode.job", message);
    log.info("planned job {} with {} rungs", job, rungs.size());
    return new Plan(job, rungs.size());
  }

  private static int priorityOf(PlanRequest request) {
    return "broadcast".equals(request.ladder()) ? 9 : 4;
  }
}
