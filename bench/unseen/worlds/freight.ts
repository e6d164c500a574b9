import type { World } from "../scenario.ts";

const J = "src/main/java/com/acme/freight";

const dispatch = `package com.acme.freight.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

public class DispatchService {

  private final ShipmentRepository shipments;
  private final RouteClient routes;

  public DispatchService(ShipmentRepository shipments, RouteClient routes) {
    this.shipments = shipments;
    this.routes = routes;
  }

  public Plan plan(String depot) {
    List<Shipment> open = shipments.findOpen(depot);
    Plan plan = new Plan(depot, Instant.now());
    for (Shipment shipment : open) {
      Route route = routes.shortest(depot, shipment.getDestination());
      plan.add(shipment, route);
    }
    return plan;
  }

  public Label label(String shipmentId) {
    Shipment shipment = shipments.find(shipmentId).orElseThrow(() -> new NotFoundException(shipmentId));
    Address address = shipment.getAddress();
    String second = address.getSecondLine() == null ? "" : address.getSecondLine().trim();
    return new Label(shipment.getId(), address.getName(), address.getStreet(), second, address.getCity());
  }

  Duration age(Shipment shipment) {
    return Duration.between(shipment.getCreated(), Instant.now());
  }
}
`;

const weather = `package com.acme.freight.dispatch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

public class WeatherClient {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final Duration timeout;

  public WeatherClient(URI base, Duration timeout) {
    this.base = base;
    this.timeout = timeout;
  }

  public String forecast(String depot) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(base.resolve("/v3/forecast?at=" + depot)).timeout(timeout).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}
`;

const shipment = `package com.acme.freight.dispatch;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "shipments")
public class Shipment {

  @Id private String id;

  @ManyToOne(fetch = FetchType.LAZY)
  private Address address;

  private String destination;
  private Instant created;

  public String getId() {
    return id;
  }

  public Address getAddress() {
    return address;
  }

  public String getDestination() {
    return destination;
  }

  public Instant getCreated() {
    return created;
  }
}
`;

const repository = `package com.acme.freight.dispatch;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

public interface ShipmentRepository extends JpaRepository<Shipment, String> {

  @Query("select s from Shipment s join fetch s.address where s.depot = :depot and s.state = 'OPEN'")
  List<Shipment> findOpen(String depot);

  Optional<Shipment> find(String id);
}
`;

const yaml = `spring:
  application:
    name: dispatch
  datasource:
    url: jdbc:postgresql://db-freight:5432/freight
    hikari:
      maximum-pool-size: 20
      connection-timeout: 3000
server:
  tomcat:
    threads:
      max: 100
clients:
  routing:
    url: http://routing:8080
    connect-timeout: 500
    read-timeout: 2500
  weather:
    url: https://weather.skyline.example
    read-timeout: 1500
`;

const routing = `package com.acme.freight.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public class RouteFinder {

  private static final int KEPT = 10_000;

  private final Map<String, Route> known = new ConcurrentHashMap<>();
  private final Graph graph;

  public RouteFinder(Graph graph) {
    this.graph = graph;
  }

  public Route shortest(String from, String to) {
    String key = from + ">" + to;
    Route route = known.get(key);
    if (route == null) {
      route = graph.search(from, to);
      if (known.size() < KEPT) {
        known.put(key, route);
      }
    }
    return route;
  }
}
`;

const dates = `package com.acme.freight.common;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/** Dates as partners write them. */
public final class Dates {

  private static final DateTimeFormatter PARTNER = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

  private Dates() {}

  public static Instant parse(String text) {
    return OffsetDateTime.parse(text, PARTNER).toInstant();
  }

  public static String day(Instant instant) {
    return instant.toString().substring(0, 10);
  }
}
`;

const tracking = `package com.acme.freight.tracking

import com.acme.freight.common.Dates

class TrackingConsumer(private val events: EventStore) {

    private val last = HashMap<String, Position>()

    fun accept(message: PositionMessage) {
        val at = Dates.parse(message.time)
        val position = Position(message.truck, message.lat, message.lon, at)
        last[message.truck] = position
        events.append(position)
    }

    fun current(truck: String): Position? = last[truck]
}
`;

export const freight: World = {
  id: "freight",
  repository: "acme/freight",
  services: [
    {
      name: "dispatch",
      language: "java",
      paths: ["dispatch/", "common/"],
      replicas: 3,
      ops: [
        {
          name: "GET /depots/{depot}/plan",
          ms: 9,
          steps: [
            {
              do: "db",
              id: "open",
              system: "postgresql",
              query:
                "select s.id, s.destination, a.street from shipments s join addresses a on a.id = s.address_id where s.depot = ? and s.state = 'OPEN'",
              table: "shipments",
              ms: 7,
              src: {
                file: `dispatch/${J}/dispatch/DispatchService.java`,
                text: "shipments.findOpen(depot)",
                fn: "com.acme.freight.dispatch.DispatchService.plan",
              },
            },
            {
              do: "call",
              id: "route",
              to: "routing",
              op: "GET /routes",
              timeout: 2500,
              times: 2,
              src: {
                file: `dispatch/${J}/dispatch/DispatchService.java`,
                text: "routes.shortest(depot",
                fn: "com.acme.freight.dispatch.DispatchService.plan",
              },
            },
            {
              do: "ext",
              id: "weather",
              host: "weather.skyline.example",
              method: "GET",
              path: "/v3/forecast",
              ms: 55,
              timeout: 1500,
              tolerate: true,
            },
          ],
          log: "plan for depot {depot}, {n} shipments",
        },
        {
          name: "GET /shipments/{id}/label",
          ms: 5,
          steps: [
            {
              do: "db",
              id: "one",
              system: "postgresql",
              query: "select s.id, s.address_id from shipments s where s.id = ?",
              table: "shipments",
              ms: 2,
            },
            {
              do: "db",
              id: "address",
              system: "postgresql",
              query: "select a.name, a.street, a.city from addresses a where a.id = ?",
              table: "addresses",
              ms: 2,
            },
          ],
          log: "label printed for {n}",
        },
      ],
    },
    {
      name: "routing",
      language: "java",
      paths: ["routing/", "common/"],
      replicas: 2,
      ops: [
        {
          name: "GET /routes",
          ms: 8,
          steps: [{ do: "work", id: "search", name: "graph.search", ms: 90, chance: 0.08 }],
          log: "route from {depot}",
        },
      ],
    },
    {
      name: "tracking",
      language: "kotlin",
      paths: ["tracking/", "common/"],
      replicas: 2,
      ops: [
        {
          name: "process truck.positions",
          ms: 4,
          steps: [
            {
              do: "db",
              id: "append",
              system: "mongodb",
              query: "insert positions",
              table: "positions",
              ms: 2,
            },
          ],
        },
      ],
    },
    {
      name: "telematics",
      language: "rust",
      paths: [],
      replicas: 2,
      ops: [
        {
          name: "POST /positions",
          ms: 2,
          steps: [
            {
              do: "send",
              id: "send",
              system: "kafka",
              topic: "truck.positions",
              to: "tracking",
              op: "process truck.positions",
            },
          ],
        },
      ],
    },
  ],
  files: {
    [`dispatch/${J}/dispatch/DispatchService.java`]: dispatch,
    [`dispatch/${J}/dispatch/Shipment.java`]: shipment,
    [`dispatch/${J}/dispatch/ShipmentRepository.java`]: repository,
    [`dispatch/${J}/dispatch/WeatherClient.java`]: weather,
    "dispatch/src/main/resources/application.yml": yaml,
    [`routing/${J}/routing/RouteFinder.java`]: routing,
    [`common/${J}/common/Dates.java`]: dates,
    "tracking/src/main/kotlin/com/acme/freight/tracking/TrackingConsumer.kt": tracking,
    "pom.xml": `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <groupId>com.acme.freight</groupId>
  <artifactId>parent</artifactId>
  <version>1.0.0</version>
  <properties>
    <java.version>21</java.version>
    <jackson.version>2.19.2</jackson.version>
    <caffeine.version>3.2.2</caffeine.version>
    <mongodb.version>5.5.1</mongodb.version>
  </properties>
</project>
`,
    "dispatch/Dockerfile":
      'FROM eclipse-temurin:21-jre\nCOPY target/dispatch.jar /app.jar\nENV JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=70\nENTRYPOINT ["java", "-jar", "/app.jar"]\n',
  },
  entries: {
    "dispatch|GET /depots/{depot}/plan": 4,
    "dispatch|GET /shipments/{id}/label": 4,
    "telematics|POST /positions": 4,
  },
  attributes: { depot: ["HAM", "BRE", "KIE", "ROS", "LUB"] },
  noise: [
    {
      at: "dispatch|GET /shipments/{id}/label",
      share: 0.015,
      fail: {
        type: "com.acme.freight.dispatch.NotFoundException",
        message: "shipment {n}",
        status: 404,
        frames: [
          {
            file: `dispatch/${J}/dispatch/DispatchService.java`,
            text: "orElseThrow",
            fn: "com.acme.freight.dispatch.DispatchService.label",
          },
        ],
      },
    },
    {
      at: "tracking|process truck.positions",
      share: 0.006,
      fail: { type: "com.mongodb.MongoSocketReadException", message: "Prematurely reached end of stream" },
    },
    {
      at: "telematics|POST /positions",
      share: 0.01,
      fail: { type: "BadSignature", message: "truck {n} signature mismatch", status: 401 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "dispatch: Duration helper says what it measures",
      edits: [
        {
          file: `dispatch/${J}/dispatch/DispatchService.java`,
          from: "  Duration age(Shipment shipment) {",
          to: "  /** Time since the shipment was created. */\n  Duration age(Shipment shipment) {",
        },
      ],
    },
    {
      role: "innocent",
      message: "build: caffeine 3.2.3",
      edits: [{ file: "pom.xml", from: "<caffeine.version>3.2.2", to: "<caffeine.version>3.2.3" }],
    },
    {
      role: "innocent",
      message: "common: day() for reports without the magic number (careful, used everywhere)",
      edits: [
        {
          file: `common/${J}/common/Dates.java`,
          from: "    return instant.toString().substring(0, 10);",
          to: '    return instant.toString().substring(0, "yyyy-mm-dd".length());',
        },
      ],
    },
    {
      role: "innocent",
      message: "routing: name of the limit",
      edits: [
        {
          file: `routing/${J}/routing/RouteFinder.java`,
          from: "  private static final int KEPT = 10_000;",
          to: "  /** Routes remembered per process. */\n  private static final int KEPT = 10_000;",
        },
      ],
    },
    {
      role: "innocent",
      message: "shipment entity: final touches",
      edits: [
        {
          file: `dispatch/${J}/dispatch/Shipment.java`,
          from: "  private String destination;\n  private Instant created;",
          to: "  private String destination;\n\n  private Instant created;",
        },
      ],
    },
  ],
  rename: {
    acme: ["baltica", "norvik"],
    dispatch: ["planning"],
    depot: ["terminal", "hub"],
    shipment: ["consignment", "parcel"],
    skyline: ["cloudcast"],
  },
};
