import { randomOf } from "../telemetry/random.ts";
import { drawRate, drawService } from "../telemetry/service-truth.ts";
import { Traffic } from "../telemetry/traffic.ts";
import { type Alarm, watchSeries } from "./watch-series.ts";

export interface FalseAlarm {
  series: number;
  day: number;
  symptom: Alarm["symptom"];
  rate: number;
  observed: number;
  allowed: number;
}

/** So many days of one healthy series; whatever is said of it is false. */
export function healthySeries(series: number, days: number, seed: number): FalseAlarm[] {
  const random = randomOf(seed + series);
  const truth = drawService(random, drawRate(random));
  const traffic = new Traffic(truth, random);
  const alarms: FalseAlarm[] = [];
  const sink = watchSeries(truth, ({ symptom, second, finding }) => {
    const { hits, total } = finding.window;
    alarms.push({
      series,
      day: second / 86_400,
      symptom,
      rate: truth.rate,
      observed: hits / total,
      allowed: finding.allowed,
    });
  });
  for (let minute = 0; minute < days * 1_440; minute++) traffic.minute(minute * 60, sink);
  return alarms;
}
