ALTER TABLE bags ADD COLUMN hold text;
CREATE INDEX CONCURRENTLY bags_by_flight ON bags (flight_id);
